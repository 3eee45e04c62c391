import Cryptography
import DER
import Evidence
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// Key, certificate and live credential in one call.
@Suite struct EnrolmentTests {
  private static func kinds(_ scene: EnrolmentScene) async -> [String] {
    await scene.store.records.map(\.kind.rawValue)
  }

  private static func acts(_ scene: EnrolmentScene) async -> [String] {
    await scene.store.records.compactMap { $0.value?["note"]?["act"]?.text }
  }

  @Test(arguments: ["token", "wrapped"])
  func `one call makes a key, has it certified through all gates, and enables it`(_ place: String) async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let reply = try await EnrolmentScene.enrol(
      try scene.body(credential: ["place": .string(place)]), at: gateway)
    #expect(reply.status == 201, "\(reply.text)")
    let credential = reply.json["credential"]
    #expect(credential?["status"]?.text == "enabled")
    #expect(credential?["place"]?.text == place)
    #expect(credential?["qscdStatement"] == .bool(true))
    let chain = try (credential?["certificates"]?.elements ?? []).map {
      try Certificate(der: try #require($0.text.flatMap { Base64.decode($0) }))
    }
    #expect(chain.count == 2)
    let spki = try #require(credential?["publicKey"]?.text.flatMap { Base64.decode($0) })
    let first = try #require(chain.first)
    #expect(first.tbsCertificate.subjectPublicKeyInfo.derBytes == spki)
    #expect(try first.isSigned(by: try PublicKey(spki: try scene.folder.issuingKey.spki)))
    let kinds = await Self.kinds(scene)
    #expect(kinds.filter { $0 == "intent" }.count == 2, "\(kinds)")  // proof of possession, certificate
    let intent = try #require(await scene.store.records.last { $0.kind.rawValue == "intent" }?.value)
    let gates = (intent["gates"]?.elements ?? []).compactMap(\.text)
    #expect(gates.count == 11 && gates.contains("QSCD") && gates.contains("Application"), "\(gates)")
    let shown = try await EnrolmentScene.send("GET", "/remote/v1/enrolments/E-1", to: gateway)
    #expect(shown.json == reply.json)
  }

  @Test func `the same call again gives the same credential and makes nothing`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let body = try scene.body()
    let first = try await EnrolmentScene.enrol(body, at: gateway)
    let before = await scene.store.records.count
    let second = try await EnrolmentScene.enrol(body, at: gateway)
    #expect(first.status == 201 && second.status == 200, "\(second.text)")
    #expect(first.json == second.json)
    #expect(scene.token.keys == 1)
    #expect(await scene.store.records.count == before)
  }

  @Test func `one id is for one order and one requester`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    _ = try await EnrolmentScene.enrol(try scene.body(), at: gateway)
    let other = try await EnrolmentScene.enrol(try scene.body(credential: ["multisign": .integer(2)]), at: gateway)
    #expect(other.status == 409, "\(other.text)")
    let stranger = try await EnrolmentScene.send(
      "POST", "/remote/v1/enrolments", try scene.body(), to: gateway, as: ConfigurationFolder.other)
    #expect(stranger.status == 403)
    #expect(scene.token.keys == 1)
  }

  @Test func `approvals of another order certify nothing, and mended ones go on with the same key`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let refused = try await EnrolmentScene.enrol(try scene.body(approved: Sample.termsSHA256), at: gateway)
    #expect(refused.status == 422)
    #expect(refused.errors == ["etsi.en_319_411_1.gen-6-3-2-00a.approval_for_another"], "\(refused.text)")
    let id = try #require(refused.json["credentialID"]?.text)
    let shown = try await EnrolmentScene.send("GET", "/remote/v1/enrolments/E-1", to: gateway)
    #expect(shown.json["credential"]?["credentialID"]?.text == id)
    #expect(shown.json["credential"]?["status"]?.text == "pending")
    let mended = try await EnrolmentScene.enrol(try scene.body(), at: gateway)
    #expect(mended.status == 201, "\(mended.text)")
    #expect(mended.json["credentialID"]?.text == id)
    #expect(scene.token.keys == 1)
    #expect(scene.token.signatures == 1)  // possession is proven once
  }

  @Test func `an approval of the order is none for a key that was made without it`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let body = try scene.body()
    let made = try await EnrolmentScene.send(
      "POST", "/remote/v1/credentials",
      .object([
        "schema": .integer(1), "signatory": .string("erika"), "name": .string("Erika Mustermann"),
        "key": .string("P-256"),
      ]), to: gateway)
    let spki = try #require(made.json["publicKey"]?.text.flatMap { Base64.decode($0) })
    let serial = try await EnrolmentScene.send(
      "POST", "/ca/v1/issuers/issuing/serials", .object(["schema": .integer(1)]), to: gateway)
    var sample = SampleCertificate.subject(.qcpNQSCD)
    sample.serial = try #require(serial.json["serials"]?.elements?.first?.text.flatMap { Hex.decode($0) })
    let tbs = try sample.tbs(of: spki, signedBy: try scene.folder.issuingKey.spki)
    let reply = try await EnrolmentScene.send(
      "POST", "/ca/v1/issuers/issuing/certificates",
      .object([
        "schema": .integer(1), "tbsCertificate": .string(Base64.encode(tbs.derBytes)),
        "csr": made.json["csr"] ?? .null, "policy": .string("qcp-n-qscd"), "event": .string("initial"),
        "application": body["application"] ?? .null,
      ]), to: gateway)
    #expect(reply.errors.contains("etsi.en_319_411_1.gen-6-3-2-00a.approval_for_another"), "\(reply.text)")
  }

  @Test func `a key that was made and not told is found again`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    scene.token.loseAnswer()
    let lost = try await EnrolmentScene.enrol(try scene.body(), at: gateway)
    #expect(lost.status == 503)
    #expect(scene.token.keys == 1)
    let found = try await EnrolmentScene.enrol(try scene.body(), at: gateway)
    #expect(found.status == 201, "\(found.text)")
    #expect(scene.token.keys == 1)
  }

  @Test(arguments: ["token", "wrapped"])
  func `ended after any record, it is carried on to one key and one certificate`(_ place: String) async throws {
    var ended = 0
    for records in 0..<20 {
      let scene = try EnrolmentScene()
      let body = try scene.body(credential: ["place": .string(place)])
      var gateway = try await scene.start()
      scene.store.stop(after: records)
      let first = try await EnrolmentScene.enrol(body, at: gateway)
      scene.store.goOn()
      guard first.status != 201 else { break }
      ended += 1
      #expect(first.status == 503, "\(first.text)")
      gateway = try await scene.start()
      let second = try await EnrolmentScene.enrol(body, at: gateway)
      #expect(second.status == 201, "after \(records) records: \(second.text)")
      #expect(second.json["credential"]?["status"]?.text == "enabled")
      if place == "token" { #expect(scene.token.keys == 1) }
      let made = await Self.acts(scene).filter { $0 == "made" }.count
      #expect(made == 1)
      let issued = await scene.store.records.filter {
        $0.kind.rawValue == "outcome" && $0.value?["object"] != nil
      }
      #expect(issued.count == 2, "\(issued.compactMap(\.value))")
    }
    #expect(ended >= 7, "\(ended)")
  }

  @Test func `of sixteen calls at a time one makes a key`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let body = try scene.body()
    let replies = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<16 { group.addTask { try await EnrolmentScene.enrol(body, at: gateway).status } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(replies.filter { $0 == 201 }.count == 1, "\(replies)")
    #expect(replies.allSatisfy { [200, 201, 409].contains($0) }, "\(replies)")
    #expect(scene.token.keys == 1)
  }

  @Test func `a destroyed credential is not enrolled again under its id`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let refused = try await EnrolmentScene.enrol(try scene.body(approved: Sample.termsSHA256), at: gateway)
    let id = try #require(refused.json["credentialID"]?.text)
    let destroyed = try await EnrolmentScene.send(
      "POST", "/remote/v1/credentials/\(id)/status",
      .object(["schema": .integer(1), "status": .string("destroyed"), "reason": .string("given up")]), to: gateway)
    #expect(destroyed.status == 200, "\(destroyed.text)")
    let again = try await EnrolmentScene.enrol(try scene.body(), at: gateway)
    #expect(again.status == 409, "\(again.text)")
    #expect(scene.token.keys == 0)
  }

  @Test func `what no certificate could mend is refused before there is a key`() async throws {
    let scene = try EnrolmentScene()
    let gateway = try await scene.start()
    let reply = try await EnrolmentScene.enrol(try scene.body(credential: ["level": .string("1")]), at: gateway)
    #expect(reply.status == 400, "\(reply.text)")
    #expect(scene.token.keys == 0)
    #expect(await scene.store.records.allSatisfy { $0.kind.rawValue != "credential-changed" })
  }
}
