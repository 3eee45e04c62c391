import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

/// The main job: a certificate for a key that was born on the token, and nothing for what must be refused.
@Suite(.serialized) struct MainJobTests {
  /// A gateway in an installation of its own, and a certificate that it has granted.
  private func granted() async throws -> RunningGateway {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    try await gateway.request(
      "pipeline", "--csr", "subject.csr", "--application", "application.yaml", "--output", "subject.pem"
    ).expect()
    return gateway
  }

  @Test func `a key born on the token gets its certificate, and OpenSSL accepts the chain`() async throws {
    let gateway = try await granted()
    let demo = gateway.demo
    let verified = try await demo.run(
      "openssl", "verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "issuing.pem", "subject.pem"
    ).expect()
    #expect(verified.output == "subject.pem: OK\n")
    let certificate = try Certificate(pem: try demo.text("subject.pem"))
    let request = try CertificationRequest(pem: try demo.text("subject.csr"))
    #expect(certificate.tbsCertificate.subjectPublicKeyInfo == request.subjectPublicKeyInfo)

    let serial = "\(certificate.tbsCertificate.serialNumber)"
    #expect(try await RecordLog.show(demo).kinds(serial: serial) == ["intent", "outcome"])
    let lines = try await demo.run(Product.signingGateway, "log", "show", "--config", "gateway.yaml").expect().output
    #expect(lines.contains("serial=\(serial)"))
    #expect(lines.contains("\nverified: "))
    let decision = try await gateway.decision(serial: serial)
    #expect(decision.state == "granted" && decision.certificate == certificate.derBytes)
    #expect(decision.json["demo"] == .bool(true))
    try await gateway.stop().expect()
    #expect(try await RecordLog.show(demo).kinds(serial: serial) == ["intent", "outcome"])
  }

  @Test func `an imported key is refused for its origin, and the refusal is on record`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    let refused = try await gateway.request(
      "pipeline", "--csr", "imported.csr", "--application", "application-imported.yaml", "--output", "imported.pem"
    ).expect(1)
    try await expectRefusal(
      gateway, refused, "etsi.en_319_411_2.sdp-6-5-1-04.not_generated_inside", "SDP-6.5.1-04", output: "imported.pem")
  }

  @Test func `a certificate without QcSSCD is refused for its profile, and the refusal is on record`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    try gateway.demo.edit("application.yaml", "sscd: true", "sscd: false")
    let refused = try await gateway.request(
      "pipeline", "--csr", "subject.csr", "--application", "application.yaml", "--output", "bare.pem"
    ).expect(1)
    try await expectRefusal(
      gateway, refused, "etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing", "GEN-6.6.1-03", output: "bare.pem")
  }

  @Test func `a registration that was changed after it was signed is refused, and the refusal is on record`()
    async throws
  {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    try gateway.demo.edit("application.yaml", "P0000117", "P0000118")
    let refused = try await gateway.request(
      "pipeline", "--csr", "subject.csr", "--application", "application.yaml", "--output", "changed.pem"
    ).expect(1)
    try await expectRefusal(
      gateway, refused, "sealgate.house.registration.signature_invalid", "REG-6.3.2-00B", output: "changed.pem")
  }

  private func expectRefusal(
    _ gateway: RunningGateway, _ refused: ChildProcess.Result, _ rule: String, _ clause: String, output: String
  ) async throws {
    let text = refused.output + refused.errors
    for part in [rule, clause, "found ", "required "] {
      #expect(text.contains(part), "\(part) is not in \(text)")
    }
    #expect(!FileManager.default.fileExists(atPath: gateway.demo.path(output)))
    let log = try await RecordLog.show(gateway.demo)
    #expect(log.count("request-refused") == 1 && log.count("intent") == 0)
    let recorded = try #require(log.records.first { $0["kind"]?.text == "request-refused" }?["body"])
    let findings = recorded["findings"]?.elements ?? []
    #expect(findings.contains { $0["rule"]?.text == rule && $0["field"]?.text?.isEmpty == false })
    try await gateway.stop().expect()
  }

  @Test func `a client certificate that is no requester's is refused, and nothing is signed`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    let refused = try await gateway.request(
      "stranger", "--csr", "subject.csr", "--application", "application.yaml", "--output", "stranger.pem"
    ).expect(1)
    for part in [
      "(401)", "etsi.en_319_411_1.reg-6-3-2-02.requester_unknown", "[EN 319 411-1", "client certificate: found",
    ] {
      #expect(refused.errors.contains(part), "\(part) is not in \(refused)")
    }
    let request = try CertificateRequest(gateway.demo, serial: try await gateway.reserveOne())
    let answer = try await gateway.answer(RunningGateway.certificates, try request.body(), as: "stranger")
    #expect(answer.status == 401, "\(answer.text)")
    let log = try await RecordLog.show(gateway.demo)
    #expect(log.count("intent") == 0)
    // The client asked for a serial, and the request was sent beside it.
    #expect(log.count("requester-refused") == 2)
    try await gateway.stop().expect()
  }

  @Test func `the same request again gets the stored outcome, and nothing is signed twice`() async throws {
    let gateway = try await RunningGateway(try await DemoInstallation.copy())
    let request = try CertificateRequest(gateway.demo, serial: try await gateway.reserveOne())
    let body = try request.body()
    let first = try await gateway.answer(RunningGateway.certificates, body)
    let second = try await gateway.answer(RunningGateway.certificates, body)
    #expect(first.status == 201 && first.json["repeated"] == .bool(false), "\(first.text)")
    #expect(second.status == 200 && second.json["repeated"] == .bool(true), "\(second.text)")
    #expect(first.certificate != nil && first.certificate == second.certificate)
    #expect(try await RecordLog.show(gateway.demo).count("intent") == 1)
    try await gateway.stop().expect()
  }

  @Test func `policy-gates lint admits what the gateway signed, and refuses it without QcSSCD`() async throws {
    let gateway = try await granted()
    let demo = gateway.demo
    try await gateway.stop().expect()
    let lint = ["lint", "--policy", "qcp-n-qscd", "--issuer", "issuing.pem"]
    try await demo.run(Product.policyGates, lint + ["subject.pem"]).expect()

    let tbs = try Certificate(pem: try demo.text("subject.pem")).tbsCertificate
    let bare = tbs.extensions.map { item -> Extension in
      guard item.oid == QCStatements.oid, let value = try? QCStatements(extensionValue: item.value) else { return item }
      return Extension(QCStatements(value.statements.filter { $0.id != .qcSSCD }), critical: item.critical)
    }
    let changed = try TBSCertificate(
      serialNumber: tbs.serialNumber, signature: tbs.signature, issuer: tbs.issuer, validity: tbs.validity,
      subject: tbs.subject, subjectPublicKeyInfo: tbs.subjectPublicKeyInfo, extensions: bare)
    try Data(changed.derBytes).write(to: URL(filePath: demo.path("bare.der")))
    let refused = try await demo.run(Product.policyGates, lint + ["bare.der"]).expect(1)
    #expect(refused.output.lowercased().contains("sscd"), "\(refused)")
  }
}
