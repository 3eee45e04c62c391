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

/// Certificates with the QSCD statement for keys that the gateway made and keeps under wrap, and for none that it did not.
@Suite struct WrappedEnrolmentTests {
  private static let outside = "etsi.en_319_411_2.sdp-6-5-1-02.wrapped_outside_configuration"
  private static let unknown = "etsi.en_319_411_2.sdp-6-5-1-04.key_origin_unknown"

  private static func body(_ scene: EnrolmentScene, approved: Digest? = nil) throws -> JSONValue {
    try scene.body(credential: ["place": .string("wrapped")], approved: approved)
  }

  /// A credential that waits for its certificate: the first approvals name another order.
  private static func pending(_ scene: EnrolmentScene, _ gateway: Gateway) async throws -> CredentialRecord {
    let refused = try await EnrolmentScene.enrol(try body(scene, approved: Sample.termsSHA256), at: gateway)
    let id = try #require(refused.json["credentialID"]?.text, "\(refused.text)")
    return try #require(try await scene.store.find(CredentialRecord.self, id)?.value)
  }

  private static func finding(_ reply: Scene.Reply, _ rule: String) -> String? {
    reply.json["findings"]?.elements?.first { $0["rule"]?.text == rule }?["found"]?.text
  }

  private static func replay(_ scene: EnrolmentScene) async throws -> Replay {
    let records = await scene.store.records
    let openings = records.filter { [.intent, .requestRefused].contains($0.kind) }.compactMap(\.value)
    let certificates = openings.filter { $0["policy"]?.text == "qcp-n-qscd" }
    let id = try #require(certificates.last?["decision"]?.text.flatMap { DecisionID($0) })
    let reader = DecisionReader(
      records: { from, limit throws(JournalError) in try await scene.store.records(from: from, limit: limit) },
      blob: { address throws(JournalError) in try await scene.store.blob(address) })
    return try Replay(try #require(try await reader.export(id)))
  }

  @Test func `what was read when the key was made is the evidence, and a replay agrees`() async throws {
    let scene = try EnrolmentScene()
    let reply = try await EnrolmentScene.enrol(try Self.body(scene), at: try await scene.start())
    #expect(reply.status == 201, "\(reply.text)")
    let replay = try await Self.replay(scene)
    #expect(replay.policy == "qcp-n-qscd")
    #expect(replay.recorded.admits && replay.replayed == replay.recorded)
    let id = try #require(reply.json["credentialID"]?.text)
    let credential = try #require(try await scene.store.find(CredentialRecord.self, id)?.value)
    let intent = await scene.store.records.last { $0.kind == .intent }?.value
    let items = intent?["evidence"]?.elements ?? []
    let recorded = try #require(items.first { $0["name"]?.text == "recordedOrigin" })
    // The same blob as the credential's: nothing was read anew, and nothing says so.
    #expect(recorded["sha256"]?.text == credential.origin?.statement.hex)
    #expect(!items.contains { $0["name"]?.text == "keyOrigin" })
    #expect(credential.origin?.wrappingKey?.neverExtractable == .yes)
    #expect(
      credential.origin?.wrappingKey?.name
        == CredentialRecord.WrappingKeyName(label: "wrapping", ckaID: [9], checkValue: nil))
  }

  @Test func `a register that does not say that the configuration keeps keys so refuses, until it does`() async throws {
    let scene = try EnrolmentScene()
    let refused = try await EnrolmentScene.enrol(
      try Self.body(scene), at: try await scene.start(keepsWrappedKeys: false))
    #expect(refused.status == 422)
    #expect(refused.errors == [Self.outside], "\(refused.text)")
    let replay = try await Self.replay(scene)
    #expect(!replay.recorded.admits && replay.replayed == replay.recorded)
    let granted = try await EnrolmentScene.enrol(try Self.body(scene), at: try await scene.start())
    #expect(granted.status == 201, "\(granted.text)")
    #expect(granted.json["credentialID"] == refused.json["credentialID"])
    #expect(scene.token.keys == 1)
  }

  @Test func `a register that no longer says so puts the certificate on the work list, and takes it off again`()
    async throws
  {
    let scene = try EnrolmentScene()
    let reply = try await EnrolmentScene.enrol(try Self.body(scene), at: try await scene.start())
    let serial = try #require(reply.json["serial"]?.text)
    let withdrawn = try await scene.start(keepsWrappedKeys: false)
    await withdrawn.devices.reappraised()
    let due = try await withdrawn.devices.workList()
    #expect(due.map(\.entry.serial.hex) == [serial])
    #expect(due.first?.cause == .refused([Self.outside]))
    let back = try await scene.start()
    await back.devices.reappraised()
    #expect(try await back.devices.workList().isEmpty)
  }

  @Test func `a wrapping key that once could leave the token refuses`() async throws {
    let scene = try EnrolmentScene()
    scene.token.letWrappingKeyLeave()
    let refused = try await EnrolmentScene.enrol(try Self.body(scene), at: try await scene.start())
    #expect(refused.errors == ["etsi.en_319_411_2.sdp-6-5-1-02.wrapping_key_leaves"], "\(refused.text)")
  }

  @Test func `a statement that was altered, lost or cannot be read is no evidence, and the refusal says so`()
    async throws
  {
    let cases: [(Result<[UInt8]?, JournalError>, String)] = [
      (.success(Array("{}".utf8)), "was altered"), (.success(nil), "is not on record"),
      (.failure(.unreadable("blob")), "cannot be read: the record store cannot be read: blob"),
    ]
    for (content, problem) in cases {
      let scene = try EnrolmentScene()
      let gateway = try await scene.start()
      let credential = try await Self.pending(scene, gateway)
      scene.store.alter(try #require(credential.origin?.statement), to: content)
      let refused = try await EnrolmentScene.enrol(try Self.body(scene), at: gateway)
      #expect(refused.status == 422, "\(refused.text)")
      #expect(refused.errors.contains(Self.unknown), "\(refused.text)")
      #expect(
        Self.finding(refused, Self.unknown)
          == "absent: credential \(credential.id): the statement of its origin \(problem)")
      let replay = try await Self.replay(scene)
      #expect(!replay.recorded.admits && replay.replayed == replay.recorded)
    }
  }

  @Test func `a store that cannot be asked is no refusal`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let credential = try await Self.pending(scene, gateway)
    scene.store.alter(try #require(credential.origin?.statement), to: .failure(.stopped("the disk is full")))
    let reply = try await EnrolmentScene.enrol(try Self.body(scene), at: gateway)
    #expect(reply.status == 503, "\(reply.text)")
  }

  /// Asks the CA's own endpoint for a certificate over a key that this gateway did not make.
  private static func ask(
    _ key: TestKey, _ scene: EnrolmentScene, _ gateway: Gateway, attestation: JSONValue
  ) async throws -> Scene.Reply {
    let serial = try await EnrolmentScene.send(
      "POST", "/ca/v1/issuers/issuing/serials", .object(["schema": .integer(1)]), to: gateway)
    var sample = SampleCertificate.subject(.qcpNQSCD)
    sample.serial = try #require(serial.json["serials"]?.elements?.first?.text.flatMap { Hex.decode($0) })
    let process = SampleProcess(.qcpNQSCD, certificate: sample)
    return try await EnrolmentScene.send(
      "POST", "/ca/v1/issuers/issuing/certificates",
      .object([
        "schema": .integer(1),
        "tbsCertificate": .string(Base64.encode(try sample.tbs(of: key, signedBy: scene.folder.issuingKey).derBytes)),
        "csr": .string(Base64.encode(try key.certificationRequest(commonName: "Erika Mustermann").derBytes)),
        "policy": .string("qcp-n-qscd"), "event": .string("initial"), "attestation": attestation,
        "application": try scene.folder.office.document(process, subjectKey: Hash.digest(try key.spki)),
      ]), to: gateway)
  }

  private static func statement(of spki: [UInt8]) -> JSONValue {
    PKCS11Attributes(
      readLive: KeyAttributes(
        device: ConfigurationFolder.device, tokenLabel: "subject", hardwareSlot: .yes, spki: spki, local: .yes,
        sensitive: .yes, alwaysSensitive: .yes, neverExtractable: .no, extractable: .yes, generationMechanism: 0x1040,
        readAt: Sample.now)
    ).statement
  }

  @Test func `a key that somebody wrapped elsewhere is none of ours, whatever comes with it`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    // One of ours, so that there is a record to be mistaken for.
    let ours = try await EnrolmentScene.enrol(try Self.body(scene), at: gateway)
    let key = try TestKey(curve: .p256)
    let refused = try await Self.ask(key, scene, gateway, attestation: Self.statement(of: try key.spki))
    #expect(refused.status == 422)
    for rule in ["sdp-6-5-1-02.extractable", "sdp-6-5-1-02.not_never_extractable"] {
      #expect(refused.errors.contains("etsi.en_319_411_2.\(rule)"), "\(refused.text)")
    }
    #expect(refused.errors.contains("sealgate.house.origin.evidence_class"))
    #expect(!refused.rules.contains(Self.outside))
    // Nor does the statement of a key of ours speak for another.
    let spki = try #require(ours.json["credential"]?["publicKey"]?.text.flatMap { Base64.decode($0) })
    let borrowed = try await Self.ask(key, scene, gateway, attestation: Self.statement(of: spki))
    #expect(borrowed.errors.contains("etsi.en_319_411_2.sdp-6-5-1-04.attested_key_differs"), "\(borrowed.text)")
  }

  @Test func `the record of a destroyed credential is no evidence of its key`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let credential = try await Self.pending(scene, gateway)
    let key = try #require(scene.token.key(credential.spkiSHA256))
    _ = try await EnrolmentScene.send(
      "POST", "/remote/v1/credentials/\(credential.id)/status",
      .object(["schema": .integer(1), "status": .string("destroyed"), "reason": .string("given up")]), to: gateway)
    let refused = try await Self.ask(key, scene, gateway, attestation: .null)
    #expect(Self.finding(refused, Self.unknown) == "absent: credential \(credential.id): it is destroyed")
  }

  @Test func `a request from outside for a key of ours passes too, and the record of another token is none`()
    async throws
  {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let credential = try await Self.pending(scene, gateway)
    let key = try #require(scene.token.key(credential.spkiSHA256))
    let granted = try await Self.ask(key, scene, gateway, attestation: .null)
    #expect(granted.status == 201, "\(granted.text)")
    let kept = try #require(
      try await KeptKeys(store: scene.store, token: "elsewhere").find(credential.spkiSHA256, at: Sample.now))
    #expect(kept.attributes == nil)
    #expect(kept.keeping.problem == "credential \(credential.id): its token subject is not that of remote signing")
  }
}
