import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import WebAuthn
import X509

/// `signing-gateway credential enrol` on SoftHSM: order, approvals, certificate with the QSCD statement, and signatures with it.
@Suite(.serialized) struct EnrolmentCommandTests {
  private static let outside = "etsi.en_319_411_2.sdp-6-5-1-02.wrapped_outside_configuration"

  /// A key to enrol, and how CSC names what it signs with.
  struct Kind: Sendable, CustomTestStringConvertible {
    let place: RemoteInstallation.Place
    let key: String
    let algorithm: String
    let scheme: SignatureScheme

    var testDescription: String { "\(key), \(place.testDescription)" }

    static let all = [
      Kind(place: .wrapped, key: "P-256", algorithm: "1.2.840.10045.4.3.2", scheme: .ecdsa(.sha256)),
      Kind(place: .wrapped, key: "rsa-3072", algorithm: "1.2.840.113549.1.1.11", scheme: .rsaPKCS1(.sha256)),
      Kind(place: .token, key: "rsa-3072", algorithm: "1.2.840.113549.1.1.11", scheme: .rsaPKCS1(.sha256)),
    ]
  }

  @Test(arguments: Kind.all)
  func `enrolled under QCP-n-qscd with one command, a key signs at SCAL2, and a replay agrees`(
    _ kind: Kind
  ) async throws {
    let installation = try await RemoteInstallation.copy()
    let demo = installation.demo
    let desk = EnrolmentDesk(
      demo, terms: ["--signatory", "anna", "--name", "Anna Andersson", "--key-kind", kind.key], place: kind.place)
    try await desk.sign()
    let gateway = try await RunningGateway(demo)
    let enrolled = try await desk.enrol(at: gateway).expect()
    let credential = try EnrolmentDesk.credential(enrolled)
    let certificate = try Certificate(pem: try demo.text(desk.certificate))
    let content = certificate.tbsCertificate
    #expect(content.extensionValue(QCStatements.self).value?.contains(.qcSSCD) == true)
    #expect(content.subjectPublicKeyInfo.derBytes == credential.key.facts.spki)
    let verified = try await demo.run(
      "openssl", "verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "issuing.pem", desk.certificate)
    #expect(verified.output == "\(desk.certificate): OK\n", "\(verified)")

    let client = RemoteClient(gateway: gateway, credential: credential)
    var passkey = installation.passkey
    let sad = try await client.release(KilledSignature.hashes, with: &passkey)
    let answer = try #require(try await client.sign(sad, KilledSignature.hashes, algorithm: kind.algorithm))
    #expect(try client.verifies(answer, KilledSignature.hashes, scheme: kind.scheme), "\(answer.text)")
    let decision = try await gateway.decision(serial: "\(content.serialNumber)")
    try await gateway.stop().expect()
    try await demo.run(
      Product.signingGateway, "log", "export", "--config", "gateway.yaml", "--decision",
      decision.json["decisionId"]?.text ?? "", "decision.json"
    ).expect()
    let replayed = try await demo.run(Product.policyGates, "replay", "decision.json").expect()
    #expect(replayed.output.contains("admit"), "\(replayed)")
  }

  @Test func `a register that does not keep keys under wrap refuses, and the same command carries on when it does`()
    async throws
  {
    let installation = try await RemoteInstallation.copy()
    let demo = installation.demo
    let desk = EnrolmentDesk(demo)
    try await desk.sign()
    try demo.edit("devices.yaml", "keepsWrappedKeys: true", "keepsWrappedKeys: false")
    var gateway = try await RunningGateway(demo)
    let refused = try await desk.enrol(at: gateway).expect(1)
    #expect(refused.output.contains(Self.outside), "\(refused)")
    #expect(!FileManager.default.fileExists(atPath: demo.path(desk.certificate)))
    try await gateway.stop().expect()
    try demo.edit("devices.yaml", "keepsWrappedKeys: false", "keepsWrappedKeys: true")
    gateway = try await RunningGateway(demo)
    let granted = try await desk.enrol(at: gateway).expect()
    let credential = try EnrolmentDesk.credential(granted)
    #expect(refused.output.contains(credential.id), "\(refused)")
    try await gateway.stop().expect()
  }

  @Test func `a saved statement that was altered in the store is no evidence`() async throws {
    let installation = try await RemoteInstallation.copy()
    let demo = installation.demo
    let desk = EnrolmentDesk(demo)
    try await desk.sign()
    try demo.edit("devices.yaml", "keepsWrappedKeys: true", "keepsWrappedKeys: false")
    var gateway = try await RunningGateway(demo)
    _ = try await desk.enrol(at: gateway).expect(1)
    try await gateway.stop().expect()
    try demo.edit("devices.yaml", "keepsWrappedKeys: false", "keepsWrappedKeys: true")
    // One word of what the token said when it made the key, in every statement of the store.
    try await demo.run(
      "sqlite3", "gateway.db",
      "UPDATE blobs SET content = CAST(replace(CAST(content AS TEXT), '\"CKA_LOCAL\":\"true\"', '\"CKA_LOCAL\":\"false\"') AS BLOB)"
        + " WHERE instr(content, CAST('\"format\":\"pkcs11-attributes\"' AS BLOB)) > 0"
    ).expect()
    gateway = try await RunningGateway(demo)
    let refused = try await desk.enrol(at: gateway).expect(1)
    #expect(refused.output.contains("etsi.en_319_411_2.sdp-6-5-1-04.key_origin_unknown"), "\(refused)")
    #expect(refused.output.contains("the statement of its origin cannot be read"), "\(refused)")
    try await gateway.stop().expect()
  }

  /// The demonstration's application, of a legal person.
  private static func ofLegalPerson(_ application: inout String) throws {
    let lines = [
      "given-name: Anna", "surname: Andersson", "serial-number: PNOSE-199001011234", "common-name: Anna Andersson",
    ]
    let organisation = [
      "organization: Example Works AB", "organization-identifier: NTRSE-556000-0001", "common-name: Example Works",
    ]
    try application.edit(lines.joined(separator: "\n    "), organisation.joined(separator: "\n    "))
    for (old, new) in [
      ("type: esign", "type: eseal"), ("semantics: natural", "semantics: legal"),
      ("subjectKind: natural person", "subjectKind: legal person"),
      ("subscriberKind: natural person", "subscriberKind: legal person\n    representative: mandate M-1"),
      ("kind: passport", "kind: company register"), ("policy: qcp-n-qscd", "policy: qcp-l-qscd"),
      ("kind: sole control", "kind: control"), ("ForeSignatures", "ForeSeals"),
    ] { try application.edit(old, new) }
  }

  @Test func `a legal person's seal is enrolled under QCP-l-qscd, and seals under its control`() async throws {
    let demo = try await RemoteInstallation.copy().demo
    try demo.edit("gateway.yaml", "policies: [qcp-n-qscd]", "policies: [qcp-n-qscd, qcp-l-qscd]")
    try demo.edit("service.yaml", "policies: [qcp-n, qcp-n-qscd]", "policies: [qcp-n, qcp-n-qscd, qcp-l-qscd]")
    let desk = EnrolmentDesk(
      demo, "S-1", policy: "qcp-l-qscd",
      terms: [
        "--signatory", "works", "--name", "Example Works", "--kind", "legal", "--key-kind", "rsa-3072", "--multisign",
        "10", "--automated",
      ])
    try await desk.sign(Self.ofLegalPerson)
    let gateway = try await RunningGateway(demo)
    let credential = try EnrolmentDesk.credential(try await desk.enrol(at: gateway).expect())
    let content = try Certificate(pem: try demo.text(desk.certificate)).tbsCertificate
    let statements = try #require(content.extensionValue(QCStatements.self).value)
    #expect(statements.contains(.qcSSCD))
    let linted = try await demo.run(
      Product.policyGates, "lint", "--policy", "qcp-l-qscd", "--issuer", "issuing.pem", desk.certificate)
    #expect(linted.code == 0, "\(linted)")
    var passkey = try await RemoteInstallation.enrol(gateway, "works")
    let client = RemoteClient(gateway: gateway, credential: credential)
    let sad = try await client.release(KilledSignature.hashes, with: &passkey)
    let answer = try #require(
      try await client.sign(sad, KilledSignature.hashes, algorithm: "1.2.840.113549.1.1.11"))
    #expect(try client.verifies(answer, KilledSignature.hashes, scheme: .rsaPKCS1(.sha256)), "\(answer.text)")
    try await gateway.stop().expect()
  }

  @Test func `the order's digest is the same whatever the application says, and another for another order`()
    async throws
  {
    let demo = try await DemoInstallation.copy()
    func order(_ desk: EnrolmentDesk, _ change: @escaping (inout String) throws -> Void = { _ in }) async throws
      -> String
    {
      try await desk.sign(change)
      let line = try demo.text(desk.application).split(separator: "\n").first { $0.contains("enrolmentSha256") }
      return String(line ?? "")
    }
    let first = try await order(EnrolmentDesk(demo))
    #expect(first.contains(/[0-9a-f]{64}/), "\(first)")
    #expect(try await order(EnrolmentDesk(demo)) { try $0.edit("P0000117", "P0000118") } == first)
    #expect(try await order(EnrolmentDesk(demo)) { try $0.edit("validity-days: 365", "validity-days: 364") } != first)
    #expect(try await order(EnrolmentDesk(demo, place: .token)) != first)
    #expect(try await order(EnrolmentDesk(demo, "E-2")) != first)
  }
}
