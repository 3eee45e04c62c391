import Evidence
import Foundation
import TestSupport
import Testing

/// The running gateway under its operator, his mistakes, and clients that mean no good.
@Suite(.serialized) struct OperationTests {
  @Test func `SIGTERM lets a request that is under way have its answer`() async throws {
    let demo = try await DemoInstallation.copy()
    let gateway = try await RunningGateway(demo)
    let serials = try await gateway.reserve(8)
    let answers = try await withThrowingTaskGroup(of: RunningGateway.Answer?.self) { group in
      for serial in serials {
        let body = try CertificateRequest(demo, serial: serial).body()
        group.addTask { try await gateway.ask(RunningGateway.certificates, body) }
      }
      // The first answer tells that others are in the middle of their lives.
      var answers = [try await group.next() ?? nil]
      gateway.process.send(SIGTERM)
      for try await answer in group { answers.append(answer) }
      return answers.compactMap { $0 }
    }
    let end = try await gateway.process.finish().expect()
    let log = try await RecordLog.show(demo)
    // Who was let in is answered: as many certificates as intents, and no intent without its outcome.
    #expect(answers.allSatisfy { $0.status == 201 }, "\(end)")
    #expect(answers.count == log.count("intent"), "\(end)")
    #expect(log.count("outcome") == log.count("intent"))
  }

  @Test func `a second gateway on the same state refuses to start, and the first goes on`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    let second = try await RunningGateway.launch(gateway.demo).finish().expect(4)
    #expect(second.errors.contains("gateway.db"), "\(second)")
    #expect(try await gateway.reserve(1).count == 1)
    try await gateway.stop().expect()
  }

  @Test func `a record store that is gone is an error, and no new log begins`() async throws {
    let demo = try await DemoInstallation.copy()
    let end = try await demo.run(Product.signingGateway, "serve", "--config", "gateway.yaml").expect(4)
    #expect(end.errors.contains("gateway.db"), "\(end)")
    #expect(!FileManager.default.fileExists(atPath: demo.path("gateway.db")))
  }

  /// What an operator may get wrong, the exit code, and what the message must name.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: Int32
    let named: String
    let make: @Sendable (DemoInstallation) throws -> Void

    init(
      _ description: String, exit code: Int32 = 2, names named: String,
      _ make: @escaping @Sendable (DemoInstallation) throws -> Void
    ) {
      testDescription = description
      self.code = code
      self.named = named
      self.make = make
    }
  }

  static let mistakes = [
    Mistake("an unknown key", names: "$.tokens.ca.lane") { try $0.edit("gateway.yaml", "lanes: 2", "lane: 2") },
    Mistake("a key that occurs twice", names: "demo") {
      try $0.edit("gateway.yaml", "demo: true", "demo: true\ndemo: true")
    },
    Mistake("a demo device without demo", names: "$.demo is not true") { installation in
      let operators = ["anna", "berta"].map { name in
        "\n  - {id: \(name), certificate-sha256: \(String(repeating: name == "anna" ? "a" : "b", count: 64))}"
      }
      try installation.edit("gateway.yaml", "demo: true", "operators:\(operators.joined())\ndemo: false")
    },
    Mistake("no operators without demo", names: "$.operators: 0 there") {
      try $0.edit("gateway.yaml", "demo: true", "demo: false")
    },
    Mistake("an issuer's token that nobody configured", names: "$.issuers.issuing.token") {
      try $0.edit("gateway.yaml", "token: ca\n", "token: cb\n")
    },
    Mistake("a certificate that is not there", names: "absent.pem") {
      try $0.edit("gateway.yaml", "certificate: issuing.pem", "certificate: absent.pem")
    },
    Mistake("a PIN file that the group can read", exit: 3, names: "ca-token.pin") {
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: $0.path("ca-token.pin"))
    },
    Mistake("a server key that is not there", names: "server.key") {
      try FileManager.default.removeItem(atPath: $0.path("operator/server.key"))
    },
  ]

  @Test(arguments: mistakes) func `a mistake in the configuration is named, and nothing serves`(
    _ mistake: Mistake
  ) async throws {
    let demo = try await DemoInstallation.copy()
    try mistake.make(demo)
    let end = try await RunningGateway.launch(demo).finish().expect(mistake.code)
    #expect(end.errors.contains(mistake.named), "\(end)")
    #expect(!end.output.contains("ready"))
  }

  @Test func `a client certificate is refused as soon as a new CRL revokes it`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    #expect(try await gateway.reserve(1).count == 1)
    let folder = URL(filePath: gateway.demo.path("operator"))
    let ca = ["ca", "-config", "openssl.cnf", "-keyfile", "operator-ca.key", "-cert", "operator-ca.pem"]
    try await ChildProcess.run("openssl", ca + ["-revoke", "pipeline.pem"], in: folder).expect()
    try await ChildProcess.run("openssl", ca + ["-gencrl", "-out", "operator-ca.crl"], in: folder).expect()
    gateway.process.send(SIGHUP)
    let process = gateway.process
    try await process.until(.seconds(20), "no reload") { process.errors.contains("tls-reloaded") }
    #expect(try await gateway.ask("/ca/v1/issuers/issuing/serials", Array(#"{"schema":1}"#.utf8)) == nil)
    // The other client is none of the requesters, but it still gets as far as being told so.
    let other = try await gateway.answer("/ca/v1/issuers/issuing/serials", Array(#"{"schema":1}"#.utf8), as: "stranger")
    #expect([401, 403].contains(other.status), "\(other.text)")
    try await gateway.stop().expect()
  }

  @Test func `no client certificate, no answer`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    let end = try await gateway.demo.run(
      "curl", "--silent", "--cacert", "operator/operator-ca.pem", "https://127.0.0.1:\(gateway.mtls)/healthz")
    #expect(end.code != 0 && end.output.isEmpty, "\(end)")
    let health = try await gateway.demo.run("curl", "--silent", "http://127.0.0.1:\(gateway.health)/readyz").expect()
    #expect(health.output.contains(#""demo":true"#), "\(health)")
    try await gateway.stop().expect()
  }

  @Test(.needsVectors) func `hostile JSON is the client's mistake, and leaves the gateway as it was`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    let files = Vectors.index("corpora/json").map(\.file).enumerated().filter { $0.offset.isMultiple(of: 8) }
    try #require(files.count > 30)
    for (_, file) in files {
      let body = try Vectors.bytes("corpora/json/\(file)")
      let answer = try await gateway.answer(RunningGateway.certificates, body)
      #expect((400...499).contains(answer.status), "\(file): \(answer.status) \(answer.text)")
    }
    #expect(try await RecordLog.show(gateway.demo).count("intent") == 0)
    try await gateway.stop().expect()
  }
}
