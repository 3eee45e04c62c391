import Cryptography
import DER
import Evidence
import RecordStores
import Records
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

/// A client has so many requests a minute and so many signatures a day, and a restart gives it no more.
@Suite struct ClientLimitTests {
  private static let slow = Array("slow app's certificate".utf8)
  private static let day: Int64 = 86_400

  private static func hash(_ number: UInt8) -> [UInt8] { Hash.digest([number]).bytes }

  private static func entry(requests: Int, signatures: Int) -> String {
    "    - {id: slow, name: Slow, certificate-sha256: \(Hash.digest(slow).hex), requests-per-minute: \(requests),"
      + " signatures-per-day: \(signatures)}"
  }

  private static func info(_ scene: RemoteScene, as client: [UInt8] = slow) async throws -> Scene.Reply {
    try await scene.csc("credentials/info", ["credentialID": .string("none")], as: client)
  }

  private static func release(
    _ credential: String, _ hashes: [[UInt8]], with passkey: inout SoftwarePasskey, in scene: RemoteScene
  ) async throws -> String {
    let handle = try await scene.authorize(credential, hashes, as: slow)
    let proven = try await scene.consent(handle, with: &passkey)
    try #require(proven.status == 200, "\(proven.text)")
    let checked = try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)], as: slow)
    return try #require(checked.json["SAD"]?.text, "\(checked.text)")
  }

  @Test func `requests over the rate wait, on record once a minute, and nobody else does`() async throws {
    let scene = try RemoteScene(more: Self.entry(requests: 3, signatures: 10))
    for _ in 0..<3 { #expect(try await Self.info(scene).status == 400) }
    for _ in 0..<4 {
      let refused = try await Self.info(scene)
      #expect(refused.status == 429)
      #expect(refused.json["error"]?.text == "too_many_requests")
      let seconds = refused.headers.first { $0.name == "Retry-After" }.flatMap { Int($0.value) }
      #expect(seconds == 20)
    }
    #expect(try await Self.info(scene, as: RemoteScene.app).status == 400)
    #expect(await scene.kinds().filter { $0 == "client-limited" }.count == 1)
    let metrics = try await scene.send("GET", "/metrics", as: nil, listener: "health")
    #expect(
      metrics.text.contains("sealgate_client_limits_total{client=\"slow\",limit=\"requests-per-minute\"} 4"))
    scene.wait(seconds: 20)
    #expect(try await Self.info(scene).status == 400)
    scene.wait(seconds: 40)
    for _ in 0..<4 { _ = try await Self.info(scene) }
    #expect(await scene.kinds().filter { $0 == "client-limited" }.count == 2)
  }

  @Test func `the day's quota outlives a restart, spends nothing where it refuses, and ends with the day`() async throws
  {
    let store = MemoryStore { Sample.now }
    let token = FakeSubjectToken()
    let entry = Self.entry(requests: 1000, signatures: 3)
    let first = try RemoteScene(store: store, more: entry, token: token)
    let credential = try await first.credential()
    var passkey = try await first.enrolPasskey()
    let hashes = [1, 2, 3, 4].map { Self.hash($0) }
    let sad = try await Self.release(credential, hashes, with: &passkey, in: first)
    #expect(try await first.sign(credential, sad, hashes, as: Self.slow).status == 429)
    #expect(try await first.sign(credential, sad, [Self.hash(9)], as: Self.slow).status == 400)
    #expect(try await first.sign(credential, sad, Array(hashes[0...1]), as: Self.slow).status == 200)
    await first.gateway.remote?.storeGuard.stop()

    let second = try RemoteScene(store: store, more: entry, token: token)
    let refused = try await second.sign(credential, sad, Array(hashes[2...3]), as: Self.slow)
    #expect(refused.status == 429, "\(refused.text)")
    #expect(refused.json["error"]?.text == "too_many_requests")
    #expect(try await second.sign(credential, sad, [hashes[2]], as: Self.slow).status == 200)
    #expect(try await second.sign(credential, sad, [hashes[3]], as: Self.slow).status == 429)
    #expect(await second.kinds().filter { $0 == "client-limited" }.count == 2)

    second.wait(seconds: Self.day)
    let next = try await Self.release(credential, [Self.hash(4)], with: &passkey, in: second)
    #expect(try await second.sign(credential, next, [Self.hash(4)], as: Self.slow).status == 200)
  }

  @Test func `of many uses at a time no more are signed than the quota allows`() async throws {
    let scene = try RemoteScene(more: Self.entry(requests: 1000, signatures: 3))
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let hashes = (0..<8).map { Self.hash($0) }
    let sad = try await Self.release(credential, hashes, with: &passkey, in: scene)
    let replies = try await withThrowingTaskGroup(of: Int.self) { group in
      for hash in hashes { group.addTask { try await scene.sign(credential, sad, [hash], as: Self.slow).status } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(replies.filter { $0 == 200 }.count == 3, "\(replies)")
    #expect(replies.filter { $0 == 429 }.count == 5)
  }

  private static func token(_ scene: RemoteScene, as client: String, _ secret: String) async throws -> Scene.Reply {
    try await scene.form(
      "/oauth2/token", ["grant_type": "client_credentials"], headers: [RemoteScene.basic(client, secret)])
  }

  @Test func `OAuth's endpoints count against the client's rate, say how long to wait, and are on record`() async throws
  {
    let scene = try RemoteScene.withOAuth()
    for _ in 0..<2 { #expect(try await Self.token(scene, as: "slow", RemoteScene.secret).status == 200) }
    for path in ["token", "pushed_authorize", "revoke"] {
      let refused = try await scene.form(
        "/oauth2/\(path)", ["grant_type": "client_credentials"], headers: [RemoteScene.basic("slow")])
      #expect(refused.status == 429 && refused.error == "temporarily_unavailable", "\(path)")
      #expect(refused.header("Retry-After") == "30")
    }
    #expect(try await Self.token(scene, as: "web", RemoteScene.secret).status == 200)
    #expect(await scene.kinds().filter { $0 == "client-limited" }.count == 1)
    let metrics = try await scene.send("GET", "/metrics", as: nil, listener: "health")
    #expect(metrics.text.contains("sealgate_client_limits_total{client=\"slow\",limit=\"requests-per-minute\"} 3"))
  }

  @Test func `guesses at a secret end with 429, from that address and in that name alone`() async throws {
    let scene = try RemoteScene.withOAuth()
    for _ in 0..<10 { #expect(try await Self.token(scene, as: "web", "guess").status == 401) }
    let refused = try await Self.token(scene, as: "web", "guess")
    #expect(refused.status == 429 && refused.header("Retry-After") == "6")
    #expect(try await Self.token(scene, as: "web", RemoteScene.secret).status == 429)
    #expect(try await Self.token(scene, as: "slow", RemoteScene.secret).status == 200)
    #expect(await scene.kinds().filter { $0 == "client-limited" }.count == 1)
    scene.wait(seconds: 6)
    #expect(try await Self.token(scene, as: "web", RemoteScene.secret).status == 200)
  }

  @Test func `the authorization endpoint has a rate for each address, and 429 where it cannot lead back`() async throws
  {
    let scene = try RemoteScene.withOAuth(more: "signatures-per-day: 1000", settings: "source-requests-per-minute: 2")
    let hint: [String: String?] = ["scope": "service", "login_hint": "alice"]
    for _ in 0..<2 { #expect(try await scene.authorization(hint).status == 302) }
    let refused = try await scene.authorization(hint)
    #expect(refused.status == 429 && refused.error == "temporarily_unavailable")
    #expect(refused.header("Retry-After") == "30")
    let metrics = try await scene.send("GET", "/metrics", as: nil, listener: "health")
    #expect(
      metrics.text.contains("sealgate_client_limits_total{client=\"(unknown)\",limit=\"source-requests-per-minute\"} 1")
    )
  }

  @Test func `an address is one source whatever its port, and so is a network of IPv6`() throws {
    func source(_ address: String) throws -> String {
      HTTPRequest(
        listener: "public", method: "GET", target: try #require(HTTPTarget("/")), headers: [], body: [],
        peerCertificate: nil, remoteAddress: address
      ).source
    }
    #expect(try source("192.0.2.1:4711") == "192.0.2.1")
    #expect(try source("[2001:db8:1:2::3]:4711") == "20010db800010002::/64")
    #expect(try source("[2001:db8:1:2:ffff::4]:1") == "20010db800010002::/64")
    #expect(try source("[2001:db8:1:3::3]:4711") != source("[2001:db8:1:2::3]:4711"))
    #expect(try source("[::ffff:192.0.2.1]:4711") == "192.0.2.1")
  }
}
