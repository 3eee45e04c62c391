import Cryptography
import DER
import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// `credentials/extendTransaction` and `credentials/getChallenge`.
@Suite struct TransactionTests {
  private static let password = "correct horse battery"
  private static func hash(_ number: UInt8) -> [UInt8] { Hash.digest([number]).bytes }
  private static func list(_ hashes: [[UInt8]]) -> JSONValue { .array(hashes.map { .string(Base64.encode($0)) }) }

  /// A credential at SCAL1, and activation data for these hashes.
  private static func released(
    _ scene: RemoteScene, _ hashes: [[UInt8]], more: [String: JSONValue] = [:],
    until: String = "2028-11-20T11:59:59Z"
  ) async throws -> (credential: String, sad: String) {
    let terms: [String: JSONValue] = ["level": .string("1")]
    let credential = try await scene.credential(more: terms.merging(more) { _, new in new }) {
      $0.notAfter = Sample.time(until)
    }
    let begun = try await scene.enrolment()
    let id = try #require(begun.json["enrolment"]?.text)
    let secret = try await scene.page("POST", "enrolments/\(id)/secret", .object(["password": .string(password)]))
    var seed = try #require(secret.json["totpSeed"]?.text.flatMap { Hex.decode($0) }, "\(secret.text)")
    let code = try TOTP(secret: &seed).code(step: TOTP.step(at: scene.time))
    let reply = try await scene.csc(
      "credentials/authorize",
      [
        "credentialID": .string(credential), "numSignatures": .integer(Int64(hashes.count)), "hashes": list(hashes),
        "hashAlgorithmOID": .string("2.16.840.1.101.3.4.2.1"),
        "authData": .array([
          .object(["id": .string("password"), "value": .string(password)]),
          .object(["id": .string("otp"), "value": .string(code)]),
        ]),
      ])
    return (credential, try #require(reply.json["SAD"]?.text, "\(reply.text)"))
  }

  private static func extend(
    _ scene: RemoteScene, _ credential: String, _ sad: String, hashes: [[UInt8]]? = nil,
    as client: [UInt8] = RemoteScene.app
  ) async throws -> Scene.Reply {
    var members: [String: JSONValue] = ["credentialID": .string(credential), "SAD": .string(sad)]
    if let hashes {
      members["hashes"] = list(hashes)
      members["hashAlgorithmOID"] = .string("2.16.840.1.101.3.4.2.1")
    }
    return try await scene.csc("credentials/extendTransaction", members, as: client)
  }

  private static func error(_ reply: Scene.Reply) -> String { reply.json["error_description"]?.text ?? reply.text }

  @Test func `new activation data signs what is left, the old is worth nothing, and nothing signs twice`() async throws
  {
    let scene = try RemoteScene()
    let (credential, old) = try await Self.released(scene, [Self.hash(1), Self.hash(2)])
    #expect(try await scene.sign(credential, old, [Self.hash(1)]).status == 200)
    scene.wait(seconds: 200)
    let extended = try await Self.extend(scene, credential, old, hashes: [Self.hash(2)])
    #expect(extended.status == 200 && extended.json["expiresIn"] == .integer(300), "\(extended.text)")
    let new = try #require(extended.json["SAD"]?.text)
    #expect(new != old)
    #expect(Self.error(try await scene.sign(credential, old, [Self.hash(2)])) == "Invalid parameter SAD")
    #expect(Self.error(try await Self.extend(scene, credential, old)) == "Invalid parameter SAD")
    scene.wait(seconds: 200)
    let spent = try await scene.sign(credential, new, [Self.hash(1)])
    #expect(Self.error(spent).hasPrefix("Hash is not authorized by the SAD"))
    #expect(try await scene.sign(credential, new, [Self.hash(2)]).status == 200)
    #expect(Self.error(try await Self.extend(scene, credential, new)) == "Invalid parameter SAD")
    #expect(try await scene.store.records(of: [.activationChanged]).last?.value?["note"]?["act"]?.text == "extended")
  }

  @Test func `it is not widened, not another's, and not over`() async throws {
    let scene = try RemoteScene()
    let (credential, sad) = try await Self.released(scene, [Self.hash(1)])
    let other = try await scene.credential(more: ["level": .string("1")]) { $0.serial = [0x55, 0x66] }
    for hashes in [[Self.hash(9)], [Self.hash(1), Self.hash(1)]] {
      let wide = try await Self.extend(scene, credential, sad, hashes: hashes)
      #expect(Self.error(wide).hasPrefix("Hash is not authorized by the SAD"), "\(wide.text)")
    }
    #expect(Self.error(try await Self.extend(scene, other, sad)) == "Invalid parameter credentialID")
    #expect(Self.error(try await Self.extend(scene, "none", sad)) == "Invalid parameter credentialID")
    let stolen = try await Self.extend(scene, credential, sad, as: RemoteScene.otherApp)
    #expect(Self.error(stolen) == "Invalid parameter SAD")
    scene.wait(seconds: 300)
    #expect(Self.error(try await Self.extend(scene, credential, sad)) == "SAD expired")
  }

  @Test func `half an hour after the secrets were given it ends for good`() async throws {
    let scene = try RemoteScene()
    let (credential, first) = try await Self.released(scene, [Self.hash(1)])
    var sad = first
    var seconds: Int64 = 0
    var reply = try await Self.extend(scene, credential, sad)
    while let next = reply.json["SAD"]?.text, seconds < 4000 {
      sad = next
      scene.wait(seconds: 250)
      seconds += 250
      reply = try await Self.extend(scene, credential, sad)
    }
    #expect(seconds == 2000, "\(seconds)")  // at 1750 for the last time, until 1800
    #expect(Self.error(reply) == "SAD expired")
    #expect(Self.error(try await scene.sign(credential, sad, [Self.hash(1)])) == "SAD expired")
  }

  @Test func `of sixteen at a time one is answered with activation data`() async throws {
    let scene = try RemoteScene()
    let (credential, sad) = try await Self.released(scene, [Self.hash(1)])
    let replies = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<16 { group.addTask { try await Self.extend(scene, credential, sad).status } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(replies.count { $0 == 200 } == 1, "\(replies)")
    #expect(replies.count { $0 == 400 } == 15, "\(replies)")
  }

  @Test func `a key of one session goes with its extended session`() async throws {
    let scene = try RemoteScene()
    let (credential, sad) = try await Self.released(
      scene, [Self.hash(1)], more: ["oneTime": .bool(true)], until: "2026-11-21T11:59:59Z")
    scene.wait(seconds: 200)
    let new = try #require(try await Self.extend(scene, credential, sad).json["SAD"]?.text)
    scene.wait(seconds: 200)
    await scene.gateway.remote?.look()
    #expect(scene.token.keys == 1)
    #expect(try await scene.sign(credential, new, [Self.hash(1)]).status == 200)
    #expect(scene.token.keys == 0)
  }

  @Test(arguments: ["credentials/extendTransaction", "credentials/getChallenge"])
  func `at SCAL2 neither is implemented`(_ method: String) async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    let reply = try await scene.csc(
      method,
      ["credentialID": .string(credential)].merging(
        method.hasSuffix("Challenge") ? ["authObjectID": .string("otp")] : ["SAD": .string("x")]
      ) { first, _ in first })
    #expect(reply.status == 501, "\(reply.text)")
  }

  @Test func `no factor answers a challenge, so that each is an invalid one`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential(more: ["level": .string("1")])
    for (id, object, error) in [
      (credential, "otp", "authObjectID"), (credential, "password", "authObjectID"), ("none", "otp", "credentialID"),
    ] {
      let reply = try await scene.csc(
        "credentials/getChallenge", ["credentialID": .string(id), "authObjectID": .string(object)])
      #expect(reply.status == 400 && Self.error(reply) == "Invalid parameter \(error)", "\(reply.text)")
    }
    #expect(try await scene.csc("credentials/getChallenge", ["credentialID": .string(credential)]).status == 400)
  }
}
