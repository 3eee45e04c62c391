import Cryptography
import DER
import Evidence
import Records
import TestSupport
import Testing
import WebAuthn
import X509

@testable import SigningGateway

/// Authenticators come and go by two hands: the signatory's own passkey, or two people. Never by one of them, or a password.
@Suite struct AuthenticatorLifeTests {
  private static let hash = Hash.digest([1]).bytes

  private static func ask(_ act: String, _ id: String? = nil, in scene: RemoteScene) async throws -> JSONValue {
    var members: [String: JSONValue] = ["act": .string(act)]
    members["authenticator"] = id.map { .string($0) }
    let reply = try await scene.page("POST", "authenticators/requests", .object(members))
    try #require(reply.status == 201, "\(reply.text)")
    #expect(reply.json["passkey"]?["allowCredentials"]?.elements?.isEmpty == true)
    return reply.json
  }

  /// Answers with the passkey; `request` in the place of what was asked for.
  private static func perform(
    _ asked: JSONValue, with passkey: inout SoftwarePasskey, request: String? = nil,
    behaviour: SoftwarePasskey.Behaviour = SoftwarePasskey.Behaviour(), in scene: RemoteScene
  ) async throws -> Scene.Reply {
    let challenge = try #require(asked["passkey"]?["challenge"]?.text.flatMap { Base64URL.decode($0) })
    let answer = try passkey.answer(challenge: challenge, origin: RemoteScene.origin, behaviour: behaviour)
    guard case .object(var members) = answer.json else { throw Scene.Unusable(text: "no object") }
    members["request"] = .string(request ?? asked["request"]?.text ?? "")
    return try await scene.page("POST", "authenticators/acts", .object(members))
  }

  private static func registration(_ begun: JSONValue, _ passkey: SoftwarePasskey) throws -> JSONValue {
    let challenge = try #require(begun["passkey"]?["challenge"]?.text.flatMap { Base64URL.decode($0) })
    let registration = try passkey.registration(challenge: challenge, origin: RemoteScene.origin)
    return .object([
      "clientDataJSON": .string(Base64URL.encode(registration.clientDataJSON)),
      "attestationObject": .string(Base64URL.encode(registration.attestationObject)),
    ])
  }

  private static func id(_ passkey: SoftwarePasskey) -> String {
    AuthenticatorRecord.id(ofPasskey: passkey.credentialID)
  }

  private static func acts(_ scene: RemoteScene) async throws -> [String] {
    try await scene.store.records(of: [.authenticatorChanged]).compactMap { $0.value?["note"]?["act"]?.text }
  }

  @Test func `a passkey enrols a second one, and the second revokes the first, each step on record`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    var first = try await scene.enrolPasskey()
    let begun = try await Self.perform(try await Self.ask("enrol", in: scene), with: &first, in: scene)
    #expect(begun.status == 201, "\(begun.text)")
    var second = try SoftwarePasskey(relyingPartyID: "sign.example.test")
    let enrolment = try #require(begun.json["enrolment"]?.text)
    let done = try await scene.page(
      "POST", "enrolments/\(enrolment)/passkey", try Self.registration(begun.json, second))
    #expect(done.status == 201, "\(done.text)")

    let listed = try await Self.perform(try await Self.ask("list", in: scene), with: &second, in: scene)
    #expect(
      Set((listed.json["authenticators"]?.elements ?? []).compactMap { $0["authenticator"]?.text })
        == [Self.id(first), Self.id(second)])
    let revoked = try await Self.perform(
      try await Self.ask("revoke", Self.id(first), in: scene), with: &second, in: scene)
    #expect(revoked.status == 200, "\(revoked.text)")

    let refused = try await Self.perform(try await Self.ask("list", in: scene), with: &first, in: scene)
    #expect(refused.status == 422, "\(refused.text)")
    let handle = try await scene.authorize(credential, [Self.hash])
    #expect(try await scene.consent(handle, with: &first).status == 422)
    #expect(try await scene.consent(handle, with: &second).status == 200)
    #expect(
      try await Self.acts(scene).prefix(6) == ["enrolled", "proved", "enrolled", "proved", "proved", "revoked"])
  }

  @Test func `an enrolment that a lost authenticator opened ends with it`() async throws {
    let scene = try RemoteScene()
    _ = try await scene.credential()
    var first = try await scene.enrolPasskey()
    let begun = try await Self.perform(try await Self.ask("enrol", in: scene), with: &first, in: scene)
    let gone = try await Self.perform(try await Self.ask("revoke", Self.id(first), in: scene), with: &first, in: scene)
    #expect(gone.status == 200)
    let enrolment = try #require(begun.json["enrolment"]?.text)
    let second = try SoftwarePasskey(relyingPartyID: "sign.example.test")
    let done = try await scene.page(
      "POST", "enrolments/\(enrolment)/passkey", try Self.registration(begun.json, second))
    #expect(done.status == 409, "\(done.text)")
  }

  @Test func `an act is done once, as asked for, in its time, and on one's own authenticators`() async throws {
    let scene = try RemoteScene()
    _ = try await scene.credential()
    _ = try await scene.credential(of: "mallory", more: ["name": .string("Mallory")])
    var mine = try await scene.enrolPasskey()
    var others = try await scene.enrolPasskey(of: "mallory")

    let asked = try await Self.ask("list", in: scene)
    #expect(try await Self.perform(asked, with: &mine, in: scene).status == 200)
    #expect(try await Self.perform(asked, with: &mine, in: scene).status == 404)
    let own = try await Self.ask("list", in: scene)
    let listed = try await Self.perform(own, with: &others, in: scene)
    #expect(listed.text.contains(Self.id(others)) && !listed.text.contains(Self.id(mine)))
    let stolen = try await Self.ask("revoke", Self.id(mine), in: scene)
    #expect(try await Self.perform(stolen, with: &others, in: scene).status == 404)

    // The answer to one act does not do another, and nobody writes an act of one's own.
    let harmless = try await Self.ask("list", in: scene)
    let other = try await Self.ask("revoke", Self.id(mine), in: scene)["request"]?.text
    #expect(try await Self.perform(harmless, with: &mine, request: other, in: scene).status == 422)
    let seal = harmless["request"]?.text?.split(separator: ".").last ?? ""
    let forged = JSONValue.object([
      "act": .string("revoke"), "authenticator": .string(Self.id(mine)), "nonce": .string("n"),
      "expires": .string(scene.time.adding(seconds: 60).description),
    ])
    let text = "\(Base64URL.encode(forged.canonicalBytes())).\(seal)"
    #expect(try await Self.perform(harmless, with: &mine, request: text, in: scene).status == 404)
    var behaviour = SoftwarePasskey.Behaviour()
    behaviour.userVerified = false
    let unverified = try await Self.perform(
      try await Self.ask("list", in: scene), with: &mine, behaviour: behaviour, in: scene)
    #expect(unverified.status == 422)
    #expect(await scene.kinds().last == "request-refused")
    let late = try await Self.ask("list", in: scene)
    scene.wait(seconds: 300)
    #expect(try await Self.perform(late, with: &mine, in: scene).status == 404)
    var unknown = try SoftwarePasskey(relyingPartyID: "sign.example.test")
    #expect(try await Self.perform(try await Self.ask("list", in: scene), with: &unknown, in: scene).status == 404)
  }

  @Test func `a password alone gets nobody an authenticator`() async throws {
    let scene = try RemoteScene()
    _ = try await scene.credential()
    let begun = try await scene.enrolment()
    let enrolment = try #require(begun.json["enrolment"]?.text)
    let password = JSONValue.string("correct horse battery")
    let secret = try await scene.page("POST", "enrolments/\(enrolment)/secret", .object(["password": password]))
    #expect(secret.status == 201)
    let count = try await scene.store.list(AuthenticatorRecord.self, of: "alice", limit: 10).count

    #expect(try await scene.page("POST", "enrolments", .object(["code": password])).status == 404)
    let asked = try await Self.ask("enrol", in: scene)
    let alone = try await scene.page(
      "POST", "authenticators/acts",
      .object(["request": asked["request"] ?? .null, "password": password, "signatory": .string("alice")]))
    #expect(alone.status == 400)
    #expect(
      try await scene.page("POST", "enrolments/\(enrolment)/secret", .object(["password": password])).status == 404)
    #expect(try await scene.store.list(AuthenticatorRecord.self, of: "alice", limit: 10).count == count)
  }

  /// A gateway that two operators approved.
  private static func approved() async throws -> RemoteScene {
    let scene = try RemoteScene(operators: ["anna", "berta"])
    for name in ["anna", "berta"] {
      let body = JSONValue.object([
        "subject": .string("configuration"), "digest": .string(scene.gateway.facts.configuration.hex),
      ])
      let reply = try await scene.send(
        "POST", "/operator/v1/approvals", body, as: ConfigurationFolder.certificate(of: name))
      try #require(reply.status == 201, "\(reply.text)")
    }
    return scene
  }

  @Test func `neither an operator alone nor an enrolment desk alone gets anybody an authenticator`() async throws {
    let scene = try await Self.approved()
    _ = try await scene.credential()
    let anna = ConfigurationFolder.certificate(of: "anna")
    let path = "/remote/v1/signatories/alice/invitations"
    #expect(try await scene.send("POST", path, .object([:]), as: anna).status == 401)
    let invited = try await scene.send("POST", path, .object([:]), as: ConfigurationFolder.pipeline)
    #expect(invited.status == 201, "\(invited.text)")
    let code = JSONValue.object(["code": invited.json["code"] ?? .null])
    #expect(try await scene.page("POST", "enrolments", code).status == 409)
    let release = "/operator/v1/invitations/\(invited.json["invitation"]?.text ?? "")/release"
    #expect(try await scene.send("POST", release, .object([:]), as: ConfigurationFolder.pipeline).status == 403)
    let released = try await scene.send("POST", release, .object([:]), as: anna)
    #expect(released.status == 200)
    #expect(released.json["code"] == nil)
    #expect(try await scene.store.list(AuthenticatorRecord.self, of: "alice", limit: 10).isEmpty)
    #expect(try await scene.page("POST", "enrolments", code).status == 201)
  }

  @Test func `a name is given by a passkey of the owner's, to one of its own, and only one that shows`() async throws {
    let scene = try RemoteScene()
    _ = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    var bobs = try await { () async throws in
      _ = try await scene.credential(of: "bob")
      return try await scene.enrolPasskey(of: "bob")
    }()
    func ask(_ name: String) async throws -> Scene.Reply {
      try await scene.page(
        "POST", "authenticators/requests",
        .object(["act": .string("name"), "authenticator": .string(Self.id(passkey)), "name": .string(name)]))
    }
    for wrong in ["", "  ", "a\u{202E}b", "a\nb", String(repeating: "x", count: 65)] {
      #expect(try await ask(wrong).status == 400, "\(wrong)")
    }
    let stranger = try await Self.perform(try await ask("Mine now").json, with: &bobs, in: scene)
    #expect(stranger.status == 404, "\(stranger.text)")
    #expect(try await scene.store.find(AuthenticatorRecord.self, Self.id(passkey))?.value.name == nil)
    let named = try await Self.perform(try await ask("Blue key").json, with: &passkey, in: scene)
    #expect(named.status == 200 && named.json["name"]?.text == "Blue key", "\(named.text)")
    let listed = try await Self.perform(try await Self.ask("list", in: scene), with: &passkey, in: scene)
    #expect(listed.json["authenticators"]?.elements?.first?["name"]?.text == "Blue key")
    #expect(listed.json["provedBy"]?.text == Self.id(passkey))
  }

  @Test func `an invitation is found by its code's digest, with no look at others`() async throws {
    let store = StoppableStore { Sample.now }
    let scene = try RemoteScene(store: store)
    _ = try await scene.credential()
    let begun = try await scene.enrolment()
    #expect(begun.status == 201, "\(begun.text)")
    let wrong = try await scene.page("POST", "enrolments", .object(["code": .string("wrong")]))
    #expect(wrong.status == 404)
    #expect(store.walked == [])
  }

  @Test func `a loss takes two operators within an hour, and each report is on record`() async throws {
    let scene = try await Self.approved()
    _ = try await scene.credential()
    let invited = try await scene.send(
      "POST", "/remote/v1/signatories/alice/invitations", .object([:]), as: ConfigurationFolder.pipeline)
    _ = try await scene.send(
      "POST", "/operator/v1/invitations/\(invited.json["invitation"]?.text ?? "")/release", .object([:]),
      as: ConfigurationFolder.certificate(of: "anna"))
    let begun = try await scene.page("POST", "enrolments", .object(["code": invited.json["code"] ?? .null]))
    let passkey = try SoftwarePasskey(relyingPartyID: "sign.example.test")
    let done = try await scene.page(
      "POST", "enrolments/\(begun.json["enrolment"]?.text ?? "")/passkey", try Self.registration(begun.json, passkey))
    #expect(done.status == 201, "\(done.text)")
    func report(_ name: String, of id: String? = nil) async throws -> Int {
      try await scene.send(
        "POST", "/operator/v1/signatories/alice/authenticators/\(id ?? Self.id(passkey))/revocation", .object([:]),
        as: ConfigurationFolder.certificate(of: name)
      ).status
    }
    #expect(try await report("anna", of: "pk-none") == 404)
    #expect(try await report("anna") == 202)
    #expect(try await report("anna") == 202)
    scene.wait(seconds: 3600)
    #expect(try await report("berta") == 202)
    let found = try await scene.store.find(AuthenticatorRecord.self, Self.id(passkey))?.value
    #expect(found?.isActive == true)
    #expect(try await report("anna") == 200)
    #expect(try await scene.store.find(AuthenticatorRecord.self, Self.id(passkey))?.value.isActive == false)
    #expect(try await Self.acts(scene) == ["enrolled"] + [String](repeating: "loss-reported", count: 4) + ["revoked"])
  }

  @Test func `two certificates over one key are one hand when a loss is reported`() {
    var reports = LossReports()
    let key = Hash.digest([1])
    func add(_ name: String, _ key: Digest) -> Int? {
      reports.add(LossReports.Report(by: name, key: key, at: Sample.now), of: "a")?.count
    }
    #expect(add("anna", key) == 1)
    #expect(add("berta", key) == 1)
    #expect(add("berta", Hash.digest([2])) == 2)
    for index in 0..<(LossReports.most - 1) {
      _ = reports.add(LossReports.Report(by: "anna", key: key, at: Sample.now), of: "b\(index)")
    }
    #expect(reports.add(LossReports.Report(by: "anna", key: key, at: Sample.now), of: "one more") == nil)
  }

  @Test func `a seal's certificate is enrolled with a proof of possession, and releases by a statement`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential(more: ["kind": .string("legal")])
    let key = try TestKey(curve: .p256)
    func certificate(of spki: [UInt8]) throws -> JSONValue {
      let tbs = try SampleCertificate.subject(.qcpN).tbs(of: spki, signedBy: try scene.folder.issuingKey.spki)
      return .string(Base64.encode(try scene.folder.issuingKey.certificate(signing: tbs).derBytes))
    }
    func enrol(_ certificate: JSONValue, _ proof: ([UInt8]) throws -> String) async throws -> Scene.Reply {
      let begun = try await scene.enrolment().json
      let challenge = try #require(begun["passkey"]?["challenge"]?.text.flatMap { Base64URL.decode($0) })
      return try await scene.page(
        "POST", "enrolments/\(begun["enrolment"]?.text ?? "")/certificate",
        .object(["certificate": certificate, "proof": .string(try proof(challenge))]))
    }
    let mine = try certificate(of: try key.spki)
    #expect(try await enrol(mine) { _ in try SampleJWS.sign([1, 2, 3], key) }.status == 400)
    #expect(try await enrol(mine) { try SampleJWS.sign($0, scene.folder.issuingKey) }.status == 400)
    let done = try await enrol(mine) { try SampleJWS.sign($0, key) }
    #expect(done.status == 201, "\(done.text)")
    #expect(try await enrol(mine) { try SampleJWS.sign($0, key) }.status == 409)

    let handle = try await scene.authorize(credential, [Self.hash])
    let shown = try await scene.page("GET", "activations/\(handle)")
    let content = try #require(shown.json["content"]).canonicalBytes()
    let released = try await scene.page(
      "POST", "activations/\(handle)/proof",
      .object([
        "authenticator": done.json["authenticator"] ?? .null, "statement": .string(try SampleJWS.sign(content, key)),
      ]))
    #expect(released.status == 200, "\(released.text)")
  }

  @Test func `a key that the service keeps for a credential never releases its own signatures`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    let found = try #require(try await scene.store.find(CredentialRecord.self, credential)).value
    let held = try #require(scene.token.key(found.spkiSHA256))
    let begun = try await scene.enrolment().json
    let challenge = try #require(begun["passkey"]?["challenge"]?.text.flatMap { Base64URL.decode($0) })
    let refused = try await scene.page(
      "POST", "enrolments/\(begun["enrolment"]?.text ?? "")/certificate",
      .object([
        "certificate": .string(Base64.encode(try #require(found.certificates.first))),
        "proof": .string(try SampleJWS.sign(challenge, held)),
      ]))
    #expect(refused.status == 400)
    #expect(refused.json["detail"]?.text?.contains("a key that this service keeps") == true, "\(refused.text)")
  }
}
