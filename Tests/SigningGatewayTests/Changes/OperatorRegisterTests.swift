import Cryptography
import Evidence
import Testing

@testable import SigningGateway

@Suite struct OperatorRegisterTests {
  private func read(demo: Bool = false, _ operators: [String], more: String = "") throws -> Configuration {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    try folder.write("gateway.yaml", ConfigurationFolder.text(demo: demo, operators: operators, more: more))
    return try folder.read()
  }

  private static func sha256(_ name: String) -> Digest { Hash.digest(ConfigurationFolder.certificate(of: name)) }

  @Test func `operators are read with their certificates`() throws {
    let operators = try read(["anna", "berta"]).operators
    #expect(operators == ["anna", "berta"].map { Operator(id: $0, certificateSHA256: Self.sha256($0)) })
  }

  @Test func `only a demo does without, and nothing does with one`() throws {
    #expect(try read(demo: true, []).operators == [])
    #expect(try read(demo: true, ["anna", "berta"]).operators.count == 2)
    for (demo, operators) in [(false, []), (false, ["anna"]), (true, ["anna"])] {
      let error = try #require(throws: ConfigurationError.self) { try read(demo: demo, operators) }
      #expect(error.description.contains("$.operators: \(operators.count) there, must be at least 2"), "\(error)")
    }
  }

  @Test(arguments: [
    ("id: berta", "id: anna", "$.operators: an id occurs twice"),
    ("id: berta", "id: be rta", "$.operators[1].id"),
    (sha256("berta").hex, sha256("anna").hex, "$.operators: a certificate-sha256 occurs twice"),
    (
      sha256("berta").hex, Hash.digest(ConfigurationFolder.pipeline).hex,
      "$.operators: berta has the certificate of requester pipeline"
    ), (sha256("berta").hex, "00", "$.operators[1].certificate-sha256"),
    ("{id: berta, ", "{id: berta, role: chief, ", "$.operators[1].role"),
  ])
  func `what is wrong is named`(old: String, new: String, message: String) throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let text = ConfigurationFolder.text(demo: false, operators: ["anna", "berta"])
    try folder.write("gateway.yaml", text.replacing(old, with: new))
    let error = try #require(throws: ConfigurationError.self) { try folder.read() }
    #expect(error.description.contains(message), "\(error)")
  }

  @Test func `the digest changes with the operators`() throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    var digests: Set<Digest> = []
    for operators in [[], ["anna", "berta"], ["anna", "carla"]] {
      try folder.write("gateway.yaml", ConfigurationFolder.text(operators: operators))
      digests.insert(try folder.read().digest)
    }
    #expect(digests.count == 3)
  }
}
