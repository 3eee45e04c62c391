import Assembly
import Attestation
import Cryptography
import DER
import Evidence
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// A gateway that pins the authority of a made-up vendor, and whose register knows one unit of a device.
private struct AttestedScene {
  let scene: Scene
  let piv: SamplePIV
  let key: TestKey
  /// Signs PKIX Evidence of the module.
  let attester: TestKey

  static let module = ConfigurationFolder.device

  init(
    registered: String = "certified", firmware: String = "5.7.4", serial: String = "1234567", kind: String = "qscd",
    pinned: Bool = true, purpose: String? = nil, _ change: (inout SamplePIV) -> Void = { _ in }
  ) throws {
    var piv = try SamplePIV()
    change(&piv)
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    try folder.write("piv-root.pem", piv.rootCertificate.pem)
    try folder.write(
      "devices.yaml",
      """
      schema: 2
      devices:
        - id: cards
          kind: \(kind)
          vendor: Yubico
          model: YubiKey 5 Series, USB-C keychain
          hardware: ["5C"]
          firmware: ["\(firmware)"]
          serials: ["\(serial)"]
          purpose: both
          management: user
          certificate: {reference: X-1, body: Body, issued: 2026-01-01, expires: 2030-01-01, status: \(registered)}
          source: https://example.test/qscd
          reviewedBy: reviewer-1
          reviewedAt: 2026-01-02
        - id: module
          kind: \(kind)
          vendor: Example
          model: HSM 1
          hardware: ["1.0"]
          firmware: ["7.1"]
          purpose: both
          management: user
          certificate: {reference: X-2, body: Body, issued: 2026-01-01, expires: 2030-01-01, status: certified}
          certifiedChannel: true
          confinesCopies: true
          source: https://example.test/qscd
          reviewedBy: reviewer-1
          reviewedAt: 2026-01-02
      """)
    attester = try TestKey(curve: .p256)
    try folder.write("attester.pem", PEM(label: "PUBLIC KEY", bytes: try attester.spki).text)
    let anchors = """
      attestation:
        evidence-arc: 1.3.6.1.5.5.999\(purpose.map { "\n  evidence-purpose: \($0)" } ?? "")
        anchors:
          - {id: test-piv, formats: [yubikey-piv], file: piv-root.pem}
          - {id: test-evidence, formats: [pkix-evidence], file: attester.pem}
      """
    let text = ConfigurationFolder.text(more: pinned ? anchors : "").replacing(
      "policies: [qcp-n, qcp-n-qscd]", with: "policies: [qcp-n, qcp-n-qscd, qcp-l, qcp-l-qscd, ncp, ncp+]")
    try folder.write("gateway.yaml", text)
    self.piv = piv
    key = try TestKey(curve: .p256)
    // The key of the scene is not the one that the card holds, so no token knows it.
    scene = try Scene(over: folder, store: StoppableStore { Sample.now }, subjectKey: try TestKey(curve: .p256))
  }

  func issue(
    _ policy: CertificatePolicy = .qcpNQSCD, attestation: JSONValue? = nil, source: JSONValue = .null,
    csrKey: TestKey? = nil,
    more: [String: JSONValue] = [:], change: (inout SampleCertificate) -> Void = { _ in },
    process: (inout SampleProcess) -> Void = { _ in }
  ) async throws -> Scene.Reply {
    let statement = try attestation ?? piv.document(for: key.spki)
    let body = try scene.body(
      serial: try await scene.reserve(), policy: policy, key: key, csrKey: csrKey,
      more: ["attestation": statement, "sourceAttestation": source].merging(more) { $1 }, change: change,
      process: process)
    return try await scene.issue(body)
  }

  /// PKIX Evidence of the module about the key: an attestation key signs, whose certificate is by the pinned one.
  func evidence(nonce: [UInt8], purpose: String = "1.3.6.1.5.5.7.3.999") throws -> JSONValue {
    let signer = try TestKey(curve: .p256)
    let purpose = try #require(ObjectIdentifier(purpose))
    let root = try #require(ObjectIdentifier("1.3.6.1.5.5.999"))
    let arc = try #require(PKIXEvidenceArc(root))
    let sample = try SampleCertificate.subject(.ncpPlus).tbs()
    let certificate = try attester.certificate(
      signing: TBSCertificate(
        serialNumber: X509.SerialNumber(magnitude: [7]), signature: .ecdsaWithSHA256,
        issuer: TestAuthority.name("module root"), validity: sample.validity,
        subject: TestAuthority.name("attestation key"),
        subjectPublicKeyInfo: SubjectPublicKeyInfo(der: signer.spki),
        extensions: [
          Extension(KeyUsage.digitalSignature, critical: true), Extension(ExtendedKeyUsage([purpose]), critical: true),
        ]))
    let tbs = PKIXEvidenceDescription([
      arc.element(.transaction, [arc.claim(.nonce, .octets(nonce))]),
      arc.element(
        .platform,
        [
          arc.claim(.vendor, .text("Example")), arc.claim(.model, .octets(Array("HSM 1".utf8))),
          arc.claim(.hardwareVersion, .text("1.0")), arc.claim(.hardwareSerial, .text("42")),
          arc.claim(.softwareVersion, .text("7.1")),
        ]),
      arc.element(
        .key,
        [
          arc.claim(.identifier, .text("key-1")), arc.claim(.spki, .octets(try key.spki)),
          arc.claim(.extractable, .boolean(false)), arc.claim(.sensitive, .boolean(true)),
          arc.claim(.neverExtractable, .boolean(true)), arc.claim(.local, .boolean(true)),
          arc.claim(.purpose, .identifiers([arc.identifier(of: .sign)])),
        ]),
    ])
    let signature = PKIXEvidenceSignature(
      keyID: nil, certificate: certificate.derBytes, algorithm: .ecdsaWithSHA256,
      signature: try signer.sign(tbs.derBytes, scheme: .ecdsa(.sha256)))
    let statement = PKIXEvidenceStatement(tbs: tbs, signatures: [signature], certificates: [])
    return try Statement(format: "pkix-evidence", parts: [Statement.whole: statement.derEncoded]).json
  }
}

@Suite struct AttestedIssuanceTests {
  @Test(arguments: [CertificatePolicy.qcpNQSCD, .qcpLQSCD, .ncpPlus])
  func `a key that its device attests is certified`(policy: CertificatePolicy) async throws {
    let reply = try await AttestedScene().issue(policy)
    #expect(reply.status == 201, "\(reply.text)")
  }

  @Test func `evidence inside the CSR counts like evidence in the body, and one place is enough`() async throws {
    let attested = try AttestedScene()
    let statement = try Statement(json: attested.piv.document(for: attested.key.spki))
    let csr = try attested.key.certificationRequest(
      commonName: "Erika Mustermann", attributes: [CSRAttestation.attribute([statement])])
    let member = JSONValue.string(Base64.encode(csr.derBytes))
    let granted = try await attested.issue(attestation: .null, more: ["csr": member])
    #expect(granted.status == 201, "\(granted.text)")
    let twice = try await attested.issue(more: ["csr": member])
    #expect(twice.status == 400)
    #expect(twice.text.contains("one place is enough"))
  }

  @Test func `the record holds the statement and the anchors, so that a replay appraises it again`() async throws {
    let attested = try AttestedScene()
    _ = try await attested.issue()
    let intent = try #require(await attested.scene.store.records.first { $0.kind == .intent }?.value)
    let names = intent["evidence"]?.elements?.compactMap { $0["name"]?.text } ?? []
    #expect(names.contains("attestation"))
    #expect(names.contains("appraisal"))
    #expect(!names.contains("keyOrigin"))
  }

  @Test func `an authority that nobody pinned proves nothing`() async throws {
    let reply = try await AttestedScene(pinned: false).issue()
    #expect(reply.status == 422)
    #expect(reply.errors == ["etsi.en_319_411_2.sdp-6-5-1-04.evidence_not_authentic"])
  }

  @Test func `evidence about another key is refused`() async throws {
    let attested = try AttestedScene()
    let reply = try await attested.issue(attestation: attested.piv.document(for: TestKey(curve: .p256).spki))
    #expect(reply.status == 422)
    #expect(reply.rules.contains("etsi.en_319_411_2.sdp-6-5-1-04.attested_key_differs"))
  }

  @Test func `newer firmware than the certified one is not certified`() async throws {
    let reply = try await AttestedScene(firmware: "5.7.3").issue()
    #expect(reply.errors == ["etsi.en_319_411_2.sdp-6-5-1-02.device_differs"])
  }

  @Test func `a unit that the register does not name is not known to be certified`() async throws {
    let reply = try await AttestedScene(serial: "7654321").issue()
    #expect(reply.rules.contains("etsi.en_319_411_2.sdp-6-5-1-02.device_differs"))
  }

  @Test(arguments: ["cancelled", "suspended", "expired"])
  func `a device that lost its status is refused`(status: String) async throws {
    let reply = try await AttestedScene(registered: status).issue()
    #expect(reply.status == 422)
    #expect(reply.rules.contains("etsi.en_319_411_2.sdp-6-5-1-02.device_not_certified"))
  }

  @Test func `a secure device that is no QSCD is none, and is enough for NCP+`() async throws {
    #expect(try await AttestedScene(kind: "secure cryptographic device").issue().status == 422)
    let reply = try await AttestedScene(kind: "secure cryptographic device").issue(.ncpPlus)
    #expect(reply.status == 201, "\(reply.text)")
  }

  @Test func `a key without a PIN is nobody's alone`() async throws {
    let reply = try await AttestedScene { $0.policies = [1, 2] }.issue()
    #expect(reply.status == 422)
  }

  @Test func `an EC key of firmware before 5.7.0 is refused with the advisory`() async throws {
    let reply = try await AttestedScene(firmware: "5.4.3") { $0.firmware = [5, 4, 3] }.issue()
    #expect(reply.status == 422)
    #expect(reply.text.contains("YSA-2024-03") || reply.text.contains("EUCLEAK") || reply.text.contains("eucleak"))
  }

  @Test func `the attestation is timeless, so the request must prove possession`() async throws {
    let attested = try AttestedScene()
    let reply = try await attested.issue(csrKey: TestKey(curve: .p256))
    #expect(reply.status == 422)
  }

  @Test(arguments: [CertificatePolicy.qcpN, .ncp])
  func `a policy without a device asks for no evidence`(policy: CertificatePolicy) async throws {
    let reply = try await AttestedScene().issue(policy, attestation: .null)
    #expect(reply.status == 201, "\(reply.text)")
  }

  @Test func `a policy that asks for a secure device refuses a key without evidence`() async throws {
    let reply = try await AttestedScene().issue(.ncpPlus, attestation: .null)
    #expect(reply.status == 422)
    #expect(reply.rules.contains { $0.contains("key_origin_unknown") }, "\(reply.rules)")
  }

  @Test func `the QSCD statement is refused under a policy without a QSCD, whatever the evidence`() async throws {
    let reply = try await AttestedScene().issue(.qcpN) { $0.statements { $0.append(.sscd) } }
    #expect(reply.status == 422)
  }

  @Test func `a statement that cannot be read is the client's error, and names the part`() async throws {
    let broken = JSONValue.object([
      "format": .string("yubikey-piv"), "parts": .object(["leaf": .string(Base64.encode([1, 2, 3]))]),
    ])
    let reply = try await AttestedScene().issue(attestation: broken)
    #expect(reply.status == 400)
    #expect(reply.text.contains("attestation"))
    #expect(reply.text.contains("leaf"))
  }

  @Test func `a key that was moved is admitted only with the evidence for both devices`() async throws {
    let attested = try AttestedScene()
    // The token that holds it now did not make it, and says so over its certified channel.
    attested.scene.subjectToken.hold(try Scene.attributes(of: attested.key, local: .no, device: AttestedScene.module))
    let moved: (inout SampleProcess) -> Void = {
      $0.application.device?.keyMoved = true
      $0.application.device?.keyMoveEvidence = "transfer record 7"
    }
    let source = try attested.piv.document(for: attested.key.spki)
    let granted = try await attested.issue(attestation: .null, source: source, process: moved)
    #expect(granted.status == 201, "\(granted.text)")
    let silent = try await attested.issue(attestation: .null, source: source)
    #expect(silent.status == 422)
    #expect(silent.errors.contains("etsi.en_319_411_2.sdp-6-5-1-06.source_not_evidenced"), "\(silent.errors)")
    let alone = try await attested.issue(attestation: .null, process: moved)
    #expect(alone.errors.contains("etsi.en_319_411_2.sdp-6-5-1-06.source_not_evidenced"), "\(alone.errors)")
    let other = try attested.piv.document(for: TestKey(curve: .p256).spki)
    let foreign = try await attested.issue(attestation: .null, source: other, process: moved)
    #expect(foreign.errors.contains("etsi.en_319_411_2.sdp-6-5-1-06.source_not_evidenced"), "\(foreign.errors)")
  }

  @Test func `which certificates sign evidence is the operator's to say, as long as nobody has assigned it`()
    async throws
  {
    let attested = try AttestedScene(purpose: "1.2.3.4")
    for (purpose, status) in [("1.3.6.1.5.5.7.3.999", 422), ("1.2.3.4", 201)] {
      let reply = try await attested.scene.send("POST", "/ca/v1/issuers/issuing/nonces")
      let nonce = try #require(reply.json["nonce"]?.text.flatMap { Hex.decode($0) })
      let answer = try await attested.issue(.ncpPlus, attestation: attested.evidence(nonce: nonce, purpose: purpose))
      #expect(answer.status == status, "\(answer.text)")
      let replay = try Replay(try await SameJudgementTests.export(attested.scene))
      #expect(replay.replayed == replay.recorded)
    }
  }

  @Test func `evidence that can carry a nonce must carry one of ours, and each serves once`() async throws {
    let attested = try AttestedScene()
    func evidence(_ nonce: [UInt8]) throws -> JSONValue { try attested.evidence(nonce: nonce) }
    let reply = try await attested.scene.send("POST", "/ca/v1/issuers/issuing/nonces")
    let nonce = try #require(reply.json["nonce"]?.text.flatMap { Hex.decode($0) })
    let invented = try await attested.issue(.ncpPlus, attestation: evidence([UInt8](repeating: 7, count: 32)))
    #expect(invented.errors == ["sealgate.house.origin.not_fresh"], "\(invented.text)")
    let granted = try await attested.issue(.ncpPlus, attestation: evidence(nonce))
    #expect(granted.status == 201, "\(granted.text)")
    let replayed = try await attested.issue(.ncpPlus, attestation: evidence(nonce))
    #expect(replayed.errors.contains("sealgate.house.origin.not_fresh"), "\(replayed.text)")
  }
}
