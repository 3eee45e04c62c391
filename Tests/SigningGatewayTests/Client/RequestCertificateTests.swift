import Applications
import CommandLineTools
import Cryptography
import DER
import Evidence
import Foundation
import Synchronization
import TestSupport
import Testing
import X509

@testable import SigningGateway

@Suite struct RequestCertificateTests {
  /// A pipeline's folder, and its runs of the verb.
  private final class Pipeline: Sendable {
    struct Run: Sendable {
      let exitCode: Int32
      let output: String
      let errors: String
    }

    private let folder: URL
    private let gateway: FakeGateway
    let key: TestKey

    init(_ gateway: FakeGateway, client: String = "good") throws {
      self.gateway = gateway
      folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-request-\(UUID().uuidString)")
      key = try TestKeys.p384.get()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let files = try TestCertificates.shared.get()
      try write(
        "client.yaml",
        """
        schema: 1
        server: https://127.0.0.1:\(gateway.server.port)
        server-ca: \(files.path("ca.pem"))
        certificate: \(files.path("\(client).pem"))
        key: \(files.path("\(client).key"))
        issuer: issuing
        issuer-certificate: issuing.pem
        """)
      try write("issuing.pem", gateway.issuer.certificate.pem)
      try write("application.yaml", try Examples.text("application.yaml"))
      let request = try key.certificationRequest(commonName: "anything")
      try write("subject.csr", PEM(label: "CERTIFICATE REQUEST", bytes: request.derBytes).text)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path(name))) }

    func content(_ name: String) -> String? {
      FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    func run(_ more: [String] = [], policy: String = "qcp-n-qscd", output: Bool = true) async throws -> Run {
      let words =
        ["request", "certificate", "--client", path("client.yaml"), "--csr", path("subject.csr"), "--policy", policy]
        + ["--application", path("application.yaml")] + (output ? ["--output", path("out.pem")] : []) + more
      guard case .run(_, let arguments) = try GatewayTool.description.parse(words) else { throw NoRun() }
      let (out, errors) = (Lines(), Lines())
      let command = RequestCertificateCommand(
        screen: Screen(output: out.append, errors: errors.append),
        clock: { Instant(seconds: 1_795_176_000) })  // 2026-11-20T12:00:00Z
      // A server that is released cuts its connections.
      let exitCode = try await blocking { [gateway] in
        withExtendedLifetime(gateway) { command.execute(arguments) }
      }
      return Run(exitCode: exitCode, output: out.text, errors: errors.text)
    }
  }

  private struct NoRun: Error {}

  private final class Lines: Sendable {
    private let lines = Mutex("")
    var text: String { lines.withLock { $0 } }
    @Sendable func append(_ text: String) { lines.withLock { $0 += text } }
  }

  @Test func `a grant leaves the certificate in the file, and the screen says where and by which decision`()
    async throws
  {
    let gateway = try FakeGateway(.grants, findings: [FakeGateway.finding("a-warning", severity: "warning")])
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run()
    #expect(run.exitCode == 0, "\(run.errors)")
    for text in [pipeline.path("out.pem"), FakeGateway.serial, FakeGateway.decision, "(demo)", "warning: a-warning"] {
      #expect(run.output.contains(text))
    }
    let certificate = try Certificate(pem: try #require(pipeline.content("out.pem")))
    #expect(certificate.tbsCertificate.serialNumber.description == FakeGateway.serial)
    #expect(certificate.tbsCertificate.subjectPublicKeyInfo.derBytes == (try pipeline.key.spki))
    #expect(certificate.tbsCertificate.validity.notBefore.description == "2026-11-20T12:00:00Z")
  }

  @Test func `the serial is reserved for the subject's key, and the request says what the API asks for`() async throws {
    let gateway = try FakeGateway(.grants)
    let pipeline = try Pipeline(gateway)
    #expect(try await pipeline.run().exitCode == 0)
    let calls = gateway.calls
    #expect(calls.map(\.path) == ["/ca/v1/issuers/issuing/serials", "/ca/v1/issuers/issuing/certificates"])
    let facts = try KeyFacts(spki: pipeline.key.spki)
    #expect(calls[0].body == .object(["schema": .integer(1), "subjectKey": .string(facts.spkiSHA256.hex)]))
    let body = try #require(calls[1].body)
    #expect(body["policy"] == .string("qcp-n-qscd"))
    #expect(body["event"] == .string("initial"))
    #expect(body["application"] == (try Examples.application().application.json))
    let csr = try #require(body["csr"]?.text.flatMap { Base64.decode($0) })
    #expect(try CertificationRequest(der: csr).subjectPublicKeyInfo.derBytes == (try pipeline.key.spki))
  }

  @Test func `with --json a program reads one object`() async throws {
    let gateway = try FakeGateway(.grants)
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run(["--json"])
    let object = try #require(JSONValue(canonical: Array(run.output.dropLast().utf8)))
    #expect(object["result"] == .string("granted"))
    #expect(object["certificate"] == .string(pipeline.path("out.pem")))
    #expect(object["serial"] == .string(FakeGateway.serial))
    #expect(object["lookedUp"] == .bool(false))
  }

  @Test func `a refusal shows every finding and leaves no file`() async throws {
    let findings = ["first-rule", "second-rule"].map { FakeGateway.finding($0) }
    let problem = JSONValue.object([
      "title": .string("A gate refused the request"), "findings": .array(findings),
      "instance": .string(FakeGateway.decision),
    ])
    let gateway = try FakeGateway(.answers(422, problem))
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run()
    #expect(run.exitCode == 1)
    #expect(
      run.errors == """
        signing-gateway: refused (422): A gate refused the request
          error: first-rule [a clause of first-rule]
            a field of first-rule: found what first-rule found; required what first-rule requires
          error: second-rule [a clause of second-rule]
            a field of second-rule: found what second-rule found; required what second-rule requires
          decision \(FakeGateway.decision)

        """)
    #expect(pipeline.content("out.pem") == nil)
    let json = try await pipeline.run(["--json"])
    #expect(json.exitCode == 1)
    #expect(JSONValue(canonical: Array(json.output.dropLast().utf8))?["findings"] == .array(findings))
  }

  @Test func `control characters of an answer do not reach the screen`() async throws {
    let problem = JSONValue.object(["title": .string("\u{1B}[2Jgone"), "detail": .string("a\nb")])
    let pipeline = try Pipeline(try FakeGateway(.answers(422, problem)))
    let run = try await pipeline.run()
    #expect(run.errors == #"signing-gateway: refused (422): \u{1B}[2Jgone"# + "\n" + #"  a\nb"# + "\n")
  }

  @Test func `a gateway without its token is exit code 3`() async throws {
    let problem = JSONValue.object(["title": .string("The service cannot sign now"), "detail": .string("token away")])
    let gateway = try FakeGateway(.answers(503, problem))
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run()
    #expect(run.exitCode == 3)
    #expect(run.errors.contains("token away"))
    #expect(pipeline.content("out.pem") == nil)
  }

  @Test func `a gateway that lets the client in to nothing is not reached`() async throws {
    let gateway = try FakeGateway(.grants)
    let pipeline = try Pipeline(gateway, client: "stranger")
    let run = try await pipeline.run()
    #expect(run.exitCode == 3)
    #expect(run.errors.hasPrefix("signing-gateway: no answer from the gateway: https://127.0.0.1"))
    #expect(!run.errors.contains("may have been carried out"))
    #expect(gateway.calls.isEmpty)
  }

  @Test func `an output file that is there already is found before anything is asked`() async throws {
    let gateway = try FakeGateway(.grants)
    let pipeline = try Pipeline(gateway)
    try pipeline.write("out.pem", "an older certificate")
    let run = try await pipeline.run()
    #expect(run.exitCode == 2)
    #expect(run.errors == "signing-gateway: \(pipeline.path("out.pem")): cannot be created: File exists\n")
    #expect(pipeline.content("out.pem") == "an older certificate")
    #expect(gateway.calls.isEmpty)
  }

  @Test(arguments: [
    ("client.yaml", "$.server (line 1, column 1): missing"),
    ("application.yaml", "$.application (line 1, column 1): missing"),
    ("subject.csr", "CertificationRequest"), ("issuing.pem", "Certificate"),
  ])
  func `a file that does not say what it must is named`(file: String, problem: String) async throws {
    let gateway = try FakeGateway(.grants)
    let pipeline = try Pipeline(gateway)
    try pipeline.write(file, "schema: 1\n")
    let run = try await pipeline.run()
    #expect(run.exitCode == 2)
    #expect(run.errors.hasPrefix("signing-gateway: \(pipeline.path(file)): \(problem)"))
    #expect(gateway.calls.isEmpty && pipeline.content("out.pem") == nil)
  }

  @Test func `without an output, or with a policy that nobody knows, the usage is wrong`() async throws {
    let pipeline = try Pipeline(try FakeGateway(.grants))
    let missing = try await pipeline.run(output: false)
    #expect(missing.exitCode == 2 && missing.errors.contains("--output is missing"))
    let unknown = try await pipeline.run(policy: "qcp-x")
    #expect(unknown.exitCode == 2 && unknown.errors.contains("--policy qcp-x is unknown; known are qcp-n, "))
  }

  @Test func `where the answer is lost, the decision is looked up and the certificate saved`() async throws {
    let gateway = try FakeGateway(.losesAnswer(status: "granted"))
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("the answer was lost; "))
    let certificate = try Certificate(pem: try #require(pipeline.content("out.pem")))
    #expect(certificate.tbsCertificate.serialNumber.description == FakeGateway.serial)
    #expect(gateway.calls.map(\.path).last == "/ca/v1/decisions")
  }

  @Test(arguments: [
    ("outcome unknown", 3, "no certificate for serial \(FakeGateway.serial): outcome unknown"),
    ("pending", 3, "no certificate for serial \(FakeGateway.serial): pending"),
    ("refused", 1, "refused by the gates"),
    (nil, 3, "the gateway has no decision on serial \(FakeGateway.serial)"),
  ])
  func `where the answer is lost and nothing was granted, that is what is said`(
    status: String?, exitCode: Int32, text: String
  ) async throws {
    let gateway = try FakeGateway(.losesAnswer(status: status))
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run()
    #expect(run.exitCode == exitCode)
    #expect(run.errors.contains(text))
    #expect(pipeline.content("out.pem") == nil)
    #expect(gateway.calls.filter { $0.path == "/ca/v1/decisions" }.count == 1)
  }

  @Test func `an evaluation signs nothing and needs no output`() async throws {
    let gateway = try FakeGateway(.grants)
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run(["--evaluate"], output: false)
    #expect(run.exitCode == 0)
    #expect(run.output == "the gates admit it; nothing was signed\n")
    #expect(gateway.calls.map(\.path).last == "/ca/v1/issuers/issuing/certificates:evaluate")
  }

  @Test func `an evaluation that refuses shows the findings`() async throws {
    let gateway = try FakeGateway(.grants, verdict: "refuse", findings: [FakeGateway.finding("a-rule")])
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run(["--evaluate"], output: false)
    #expect(run.exitCode == 1)
    #expect(run.errors.hasPrefix("signing-gateway: refused by the gates\n  error: a-rule [a clause of a-rule]\n"))
  }

  @Test func `a certificate by another key is not taken`() async throws {
    let gateway = try FakeGateway(.signsWith(try TestKey(curve: .p256)))
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run()
    #expect(run.exitCode == 3)
    #expect(run.errors.contains("not signed by the issuer"))
    #expect(pipeline.content("out.pem") == nil)
  }

  @Test func `a certificate over other bytes than those sent is not taken`() async throws {
    let issuer = try TestAuthority(root: "Issuing CA", key: TestKeys.p256.get())
    let other = try issuer.issue("somebody else", key: TestKeys.p384.get())
    let gateway = try FakeGateway(.certifies(other.tbsCertificate))
    let pipeline = try Pipeline(gateway)
    let run = try await pipeline.run()
    #expect(run.exitCode == 3)
    #expect(run.errors.contains("over other bytes than those sent"))
    #expect(pipeline.content("out.pem") == nil)
  }
}
