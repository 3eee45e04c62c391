import Applications
import Assembly
import Attestation
import Cryptography
import DER
import Evidence
import Records
import Synchronization
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// A gateway, and a client whose key is in a TPM that runs.
private final class TPMScene {
  let scene: Scene
  let tpm: SoftTPM
  /// Of an authority that the gateway pins; swtpm's own certificate is of today, and the samples are judged at another day.
  let endorsement: Certificate
  private let clock: SceneClock

  /// The subject's key and the attestation key are called `key` and `ak`.
  init() async throws {
    let clock = SceneClock()
    tpm = try await SoftTPM()
    try await tpm.createAttestationKey()
    try await tpm.create("key")
    let root = try TestAuthority(root: "TPM maker", key: TestKey(curve: .p256))
    endorsement = try TPMScene.certificate(like: Certificate(der: tpm.bytes("ek.crt")), by: root)
    let unit = Hash.digest(endorsement.tbsCertificate.subjectPublicKeyInfo.derBytes).hex
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    try folder.write("tpm-root.pem", root.certificate.pem)
    try folder.write(
      "devices.yaml",
      """
      schema: 2
      devices:
        - id: machine
          kind: secure cryptographic device
          vendor: "id:00001014"
          model: swtpm
          hardware: ["emulated"]
          firmware: ["8217.4131"]
          serials: ["\(unit)"]
          purpose: both
          management: qtsp
          certificate: {reference: X-1, body: Body, issued: 2026-01-01, expires: 2030-01-01, status: certified}
          source: https://example.test/tpm
          reviewedBy: reviewer-1
          reviewedAt: 2026-01-02
      """)
    let anchors = "attestation: {anchors: [{id: test-tpm, formats: [tpm], file: tpm-root.pem}]}"
    try folder.write(
      "gateway.yaml",
      ConfigurationFolder.text(more: anchors).replacing(
        "policies: [qcp-n, qcp-n-qscd]", with: "policies: [qcp-n, qcp-n-qscd, ncp+]"))
    self.clock = clock
    scene = try Scene(
      over: folder, store: StoppableStore { clock.now }, subjectKey: try TestKey(curve: .p256),
      clock: { clock.now })
  }

  private static func certificate(like genuine: Certificate, by root: TestAuthority) throws -> Certificate {
    let old = genuine.tbsCertificate
    let validity = root.certificate.tbsCertificate.validity
    return try root.key.certificate(
      signing: TBSCertificate(
        serialNumber: old.serialNumber, signature: .ecdsaWithSHA256,
        issuer: root.certificate.tbsCertificate.subject, validity: validity, subject: old.subject,
        subjectPublicKeyInfo: old.subjectPublicKeyInfo,
        extensions: old.extensions.filter { $0.oid != AuthorityKeyIdentifier.oid }))
  }

  func pass(seconds: Int64) { clock.pass(seconds) }

  // MARK: - What a client does

  /// Asks for a credential for the TPM's endorsement key and the attestation key of that name.
  func order(
    _ ak: String = "ak", issuer: String = "issuing", as client: [UInt8] = ConfigurationFolder.pipeline,
    more: [String: JSONValue] = [:]
  ) async throws -> Scene.Reply {
    let members: [String: JSONValue] = [
      "schema": .integer(1), "ekCertificate": .string(Base64.encode(endorsement.derBytes)),
      "akPublic": .string(Base64.encode(try tpm.bytes("\(ak).pub"))),
    ]
    return try await scene.send(
      "POST", "/ca/v1/issuers/\(issuer)/tpm-credentials",
      JSONValue.object(members.merging(more) { $1 }).canonicalBytes(), as: client)
  }

  /// The secret of a new credential, as the TPM gives it back.
  func secret(_ ak: String = "ak", issuer: String = "issuing", as client: [UInt8] = ConfigurationFolder.pipeline)
    async throws -> [UInt8]
  {
    let reply = try await order(ak, issuer: issuer, as: client)
    let file = try #require(reply.json["toolFile"]?.text.flatMap { Base64.decode($0) }, "\(reply.text)")
    try await tpm.activate("\(ak).ctx", credential: file).expect()
    return try tpm.bytes("opened")
  }

  /// Asks for a certificate for `key`, with fresh evidence by the attestation key and with the secret.
  func issue(secret: [UInt8]?, by ak: String = "ak", evaluating: Bool = false) async throws -> Scene.Reply {
    let nonce = try await scene.send("POST", "/ca/v1/issuers/issuing/nonces").json["nonce"]?.text ?? ""
    try await tpm.certifyCreation("key", nonce: nonce, by: "\(ak).ctx")
    var parts = [
      "attest": try tpm.bytes("key.attest"), "signature": try tpm.bytes("key.sig"),
      "public": try tpm.bytes("key.pub"), "ak": try tpm.bytes("\(ak).pub"), "ek-certificate": endorsement.derBytes,
    ]
    parts["activation"] = secret
    let body = try await body(try Statement(format: "tpm", parts: parts).json).canonicalBytes()
    return try await scene.send(
      "POST", "/ca/v1/issuers/issuing/certificates\(evaluating ? ":evaluate" : "")", body)
  }

  private func body(_ attestation: JSONValue) async throws -> JSONValue {
    let spki = try #require(
      try Formats.appraise(Statement(json: attestation), under: AppraisalTerms(now: clock.now)).first?.spki)
    var sample = SampleCertificate.subject(.ncpPlus)
    sample.serial = try await scene.reserve()
    let issuer = try scene.folder.issuingKey.spki
    return .object([
      "schema": .integer(1), "policy": .string("ncp+"), "event": .string("initial"),
      "tbsCertificate": .string(Base64.encode(try sample.tbs(of: spki, signedBy: issuer).derBytes)),
      "csr": .string(Base64.encode(try await request(spki))),
      "application": try scene.folder.office.document(
        SampleProcess(.ncpPlus, certificate: sample), subjectKey: Hash.digest(spki)),
      "attestation": attestation,
    ])
  }

  /// A PKCS#10 request that the TPM signed.
  private func request(_ spki: [UInt8]) async throws -> [UInt8] {
    var body = DERWriter()
    let info = try SubjectPublicKeyInfo(der: spki)
    body.sequence { writer in
      writer.integer(0)
      writer.write(TestAuthority.name("Erika Mustermann"))
      writer.write(info)
      writer.set(tag: .context(0, constructed: true), of: [X509.Attribute]())
    }
    let signature = try await tpm.sign(body.bytes, by: "key")
    var request = DERWriter()
    request.sequence { writer in
      writer.raw(body.bytes)
      writer.write(AlgorithmIdentifier.ecdsaWithSHA256)
      writer.bitString(BitString(bytes: signature))
    }
    return request.bytes
  }
}

private final class SceneClock: Sendable {
  private let passed = Mutex(Int64(0))

  var now: Instant { Sample.now.adding(seconds: passed.withLock { $0 }) }

  func pass(_ seconds: Int64) { passed.withLock { $0 += seconds } }
}

/// Against a TPM that runs. One after the other: each starts one.
@Suite(.serialized) struct TPMIssuanceTests {
  private static let unproven = "etsi.en_319_411_2.sdp-6-5-1-04.evidence_not_authentic"

  @Test func `a key whose TPM opened a credential of ours is certified, and was not before`() async throws {
    let live = try await TPMScene()
    let before = try await live.issue(secret: nil)
    #expect(before.status == 422)
    #expect(before.errors.contains(Self.unproven), "\(before.text)")
    #expect(before.text.contains("activation: an endorsement certificate alone says nothing"))

    let secret = try await live.secret()
    let evaluated = try await live.issue(secret: secret, evaluating: true)
    #expect(evaluated.json["verdict"] == .string("admit"), "\(evaluated.text)")
    let granted = try await live.issue(secret: secret)
    #expect(granted.status == 201, "\(granted.text)")

    // The record holds what the TPM was asked, and a replay says the same of it.
    let export = try await SameJudgementTests.export(live.scene)
    let replay = try Replay(try DecisionExport(json: export.json.canonicalBytes()))
    #expect(replay.recorded.admits)
    #expect(replay.replayed == replay.recorded)

    // What is on record opens nothing again.
    let spent = try await live.issue(secret: secret)
    #expect(spent.status == 422)
    #expect(spent.text.contains("activation: it is of no credential that is out"), "\(spent.text)")
  }

  @Test func `a refusal spends the credential too, and replays as a refusal`() async throws {
    let live = try await TPMScene()
    try await live.tpm.createAttestationKey("other")
    // The secret is good, and of another attestation key than the one that signed.
    let secret = try await live.secret()
    let refused = try await live.issue(secret: secret, by: "other")
    #expect(refused.status == 422)
    #expect(refused.errors.contains(Self.unproven), "\(refused.text)")
    let replay = try Replay(try await SameJudgementTests.export(live.scene))
    #expect(!replay.recorded.admits)
    #expect(replay.replayed == replay.recorded)
    #expect(try await live.issue(secret: secret).status == 422)
  }

  @Test func `a secret that is wrong, another's, or too old proves nothing`() async throws {
    let live = try await TPMScene()
    let wrong = try await live.issue(secret: [UInt8](repeating: 7, count: 32))
    #expect(wrong.errors.contains(Self.unproven), "\(wrong.text)")
    let others = try await live.secret(issuer: "second", as: ConfigurationFolder.other)
    #expect(try await live.issue(secret: others).errors.contains(Self.unproven))
    let old = try await live.secret()
    live.pass(seconds: IssueLedger<TPMActivation>.lifetime)
    #expect(try await live.issue(secret: old).errors.contains(Self.unproven))
    // Nothing else was wrong.
    let granted = try await live.issue(secret: try await live.secret())
    #expect(granted.status == 201, "\(granted.text)")
  }

  @Test func `an order names the field that is wrong, and is only for the issuer's own requesters`() async throws {
    let live = try await TPMScene()
    let reply = try await live.order()
    #expect(reply.status == 201)
    let blob = try #require(reply.json["credentialBlob"]?.text.flatMap { Base64.decode($0) })
    let secret = try #require(reply.json["encryptedSecret"]?.text.flatMap { Base64.decode($0) })
    #expect(reply.json["toolFile"]?.text == Base64.encode([0xBA, 0xDC, 0xC0, 0xDE, 0, 0, 0, 1] + blob + secret))
    #expect(reply.json["expires"]?.text == Sample.now.adding(seconds: 600).description)

    let other = try TestAuthority(root: "EC", key: TestKey(curve: .p256)).certificate.derBytes
    for (member, value, problem) in [
      ("akPublic", [1, 2, 3] as [UInt8], "ak"), ("akPublic", try live.tpm.bytes("ek.crt"), "ak"),
      ("ekCertificate", [1, 2, 3], "ek"), ("ekCertificate", other, "an RSA key of 2048 bits"),
    ] {
      let refused = try await live.order(more: [member: .string(Base64.encode(value))])
      #expect(refused.status == 400)
      #expect(refused.text.contains("$.\(member)"), "\(refused.text)")
      #expect(refused.text.contains(problem), "\(refused.text)")
    }
    let missing = try await live.scene.send(
      "POST", "/ca/v1/issuers/issuing/tpm-credentials", Array(#"{"schema":1}"#.utf8))
    #expect(missing.status == 400)
    #expect(missing.text.contains("ekCertificate"))
    #expect(try await live.order(as: [1]).status == 401)
    #expect(try await live.order(as: ConfigurationFolder.other).status == 403)
  }
}
