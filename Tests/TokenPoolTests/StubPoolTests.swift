import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

/// Waits for something that another thread does: ten seconds at most, however slow the machine.
func eventually(_ condition: () async -> Bool) async -> Bool {
  for _ in 1...2000 {
    if await condition() { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return await condition()
}

/// A pool on a stub module of its own, and the key that every stub has.
struct StubPool {
  let stub: StubModule
  let host: ModuleHost
  let pool: TokenPool
  let key: KeyIdentity
  let pinFile: String

  init(lanes: Int = 2, queue: Int = 64, _ order: (StubModule) -> Void = { _ in }) async throws {
    stub = try StubModule()
    order(stub)
    host = try ModuleHost.shared(modulePath: stub.path)
    pinFile = try SoftHSM.shared().pinFile("stub-\(UUID().uuidString)", "87654321")
    let settings = TokenPool.Settings(
      uri: try PKCS11URI("pkcs11:token=one"), pinFile: pinFile, lanes: lanes, queue: queue)
    pool = try TokenPool(host: host, settings: settings)
    key = try #require(try await pool.keyPairs(id: [1]).first).identity
  }

  func sign() async throws(TokenPoolError) -> [UInt8] {
    try await pool.sign(key: key, scheme: .ecdsa(.sha256), message: [1, 2, 3])
  }

  /// How a signature ends, as text.
  func outcome() async -> String {
    do throws(TokenPoolError) {
      _ = try await sign()
      return "signed"
    } catch {
      return error.description
    }
  }
}

@Suite struct FullQueueTests {
  @Test func `a full queue is told at once, nothing is asked, and what waited is signed`() async throws {
    let with = try await StubPool(lanes: 1, queue: 2)
    with.stub.set("sign held")
    async let first = with.sign()
    #expect(await eventually { with.stub.calls("C_Sign") == 1 })
    async let second = with.sign()
    async let third = with.sign()
    #expect(await eventually { with.pool.status.waiting == 2 })
    await #expect(throws: TokenPoolError.busy) { _ = try await with.sign() }
    #expect(with.stub.calls("C_SignInit") == 1)
    with.stub.set("sign held", 0)
    #expect(try await [first, second, third].map(\.isEmpty) == [false, false, false])
    #expect(with.stub.calls("C_Sign") == 3)
    #expect(try await !with.sign().isEmpty)
    with.pool.stop()
  }

  @Test func `what waits at a stop is worked off, and nothing new is taken`() async throws {
    let with = try await StubPool(lanes: 1)
    with.stub.set("sign held")
    async let first = with.sign()
    #expect(await eventually { with.stub.calls("C_Sign") == 1 })
    async let second = with.sign()
    async let third = with.sign()
    #expect(await eventually { with.pool.status.waiting == 2 })
    let pool = with.pool
    let stopping = Task.detached { pool.stop() }
    #expect(await eventually { !with.pool.status.isReady })
    #expect(await with.outcome() == "the token is not available: the service is stopping")
    with.stub.set("sign held", 0)
    #expect(try await [first, second, third].count == 3)
    await stopping.value
    #expect(with.stub.calls("C_Sign") == 3)
    #expect(with.stub.openSessions == 0)
  }
}

@Suite struct FailedOperationTests {
  @Test(arguments: [0x20, 0x90, 0x200] as [UInt]) func `a lane survives an operation that failed`(
    code: UInt
  ) async throws {
    let with = try await StubPool(lanes: 1)
    let closed = with.stub.calls("C_CloseSession")
    with.stub.fail("C_Sign", code: code, times: 1)
    #expect(
      await with.outcome()
        == "the token is not available: C_Sign returned \(ReturnValue(rawValue: code).description)")
    #expect(with.stub.calls("C_CloseSession") == closed + 1)
    #expect(with.pool.status.isReady)
    #expect(await with.outcome() == "signed")
    #expect(with.stub.calls("C_Login") == 1)
    with.pool.stop()
  }

  @Test func `what the token cannot do is told as such and costs nothing else`() async throws {
    let with = try await StubPool(lanes: 1)
    with.stub.fail("C_SignInit", code: 0x70, times: 1)
    #expect(
      await with.outcome()
        == "not supported: C_SignInit returned CKR_MECHANISM_INVALID (0x70); the token does not know this mechanism")
    await #expect(throws: TokenPoolError.unsupported("the module has no C_GenerateRandom")) {
      _ = try await with.pool.random(count: 8)
    }
    await #expect(throws: TokenPoolError.self) {
      _ = try await with.pool.sign(key: with.key, scheme: .ed25519, message: [])
    }
    #expect(with.pool.status.isReady)
    with.pool.stop()
  }

  @Test(arguments: [0, 1, 63] as [UInt]) func `a signature of the wrong length is not passed on`(
    length: UInt
  ) async throws {
    let with = try await StubPool(lanes: 1) { $0.set("sign length", length) }
    #expect(
      await with.outcome()
        == "the token is not available: C_Sign gave an unusable answer: "
        + "a signature of \(length) bytes, must be 64")
    with.stub.set("sign length", 64)
    #expect(await with.outcome() == "signed")
    with.pool.stop()
  }

  @Test func `sessions do not grow over a thousand signatures, nor over a hundred failures`() async throws {
    let with = try await StubPool(lanes: 2)
    for _ in 1...1000 { _ = try await with.sign() }
    // The one that keeps the login, and one for each lane.
    #expect(with.stub.openSessions <= 3)
    with.stub.fail("C_Sign", code: 0x20, times: 100)
    for _ in 1...100 { #expect(await with.outcome() != "signed") }
    #expect(with.stub.openSessions <= 3)
    #expect(with.stub.calls("C_Login") == 1)
    with.pool.stop()
    #expect(with.stub.openSessions == 0)
  }
}

@Suite struct StubRecoveryTests {
  @Test(arguments: [0x5, 0x30, 0x32, 0x82, 0xB3, 0x101, 0x190] as [UInt])
  func `a token that is lost once is back with one start of the module and one login`(code: UInt) async throws {
    let with = try await StubPool()
    _ = try await with.sign()
    with.stub.fail("C_SignInit", code: code, times: 1)
    #expect(await with.outcome().hasPrefix("the token is not available: C_SignInit returned CKR_"))
    #expect(await eventually { with.pool.status.isReady })
    #expect(await with.outcome() == "signed")
    #expect(with.stub.calls("C_Initialize") == 2)
    #expect(with.stub.calls("C_Login") == 2)
    with.pool.stop()
  }

  @Test func `while the token is away nothing is asked for a request, and the reason is told`() async throws {
    let with = try await StubPool()
    _ = try await with.sign()
    with.stub.set("slots", 0)
    with.stub.fail("C_SignInit", code: 0xE0, times: 1)
    _ = await with.outcome()
    #expect(await eventually { with.pool.status.reason?.contains("not found") == true })
    #expect(
      with.pool.status.reason == "the token is not available: token pkcs11:token=one: not found; tokens seen: none")
    let asked = with.stub.calls("C_SignInit")
    #expect(await with.outcome().hasPrefix("the token is not available: "))
    #expect(with.stub.calls("C_SignInit") == asked)
    with.stub.set("slots", 1)
    #expect(await eventually { with.pool.status.isReady })
    #expect(await with.outcome() == "signed")
    #expect(with.stub.calls("C_Login") == 2)
    with.pool.stop()
  }

  @Test func `a PIN that is refused is tried once, however many lanes ask, and never again`() async throws {
    let with = try await StubPool(lanes: 4)
    _ = try await with.sign()
    try Data("00000000\n".utf8).write(to: URL(fileURLWithPath: with.pinFile))
    with.stub.fail("C_SignInit", code: 0x32, times: 1)
    _ = await with.outcome()
    #expect(await eventually { with.pool.status.reason?.contains("CKR_PIN_INCORRECT") == true })
    let refusal =
      "C_Login returned CKR_PIN_INCORRECT (0xA0); "
      + "check the PIN file; the PIN is not tried again, since tokens count wrong PINs"
    #expect(with.pool.status.reason == refusal)
    for _ in 1...10 { #expect(await with.outcome() == "the token is not available: \(refusal)") }
    #expect(with.stub.calls("C_Login") == 2)
    with.pool.stop()
  }

  @Test func `lanes that meet a start by another pool share one attempt at a PIN that became wrong`() async throws {
    let with = try await StubPool(lanes: 4) { $0.set("slots", 2) }
    let otherFile = try SoftHSM.shared().pinFile("stub-\(UUID().uuidString)", "87654321")
    let other = try TokenPool(
      host: with.host,
      settings: TokenPool.Settings(uri: try PKCS11URI("pkcs11:token=two"), pinFile: otherFile, lanes: 4))
    let key = with.key
    @Sendable func attempt() async { _ = try? await other.sign(key: key, scheme: .ecdsa(.sha256), message: []) }
    await attempt()
    try Data("00000000\n".utf8).write(to: URL(fileURLWithPath: otherFile))
    with.stub.fail("C_SignInit", code: 0x32, times: 1)
    _ = await with.outcome()
    #expect(await eventually { with.pool.status.isReady })
    let logins = with.stub.calls("C_Login")
    // Long enough for the other lanes to wait for the first one's attempt.
    with.stub.set("login microseconds", 300_000)
    await withTaskGroup(of: Void.self) { group in for _ in 1...16 { group.addTask { await attempt() } } }
    #expect(with.stub.calls("C_Login") == logins + 1)
    #expect(other.status.reason?.contains("CKR_PIN_INCORRECT") == true)
    #expect(await with.outcome() == "signed")
    with.pool.stop()
    other.stop()
  }

  @Test func `the other pools of a module go on after a start, with sessions of their own`() async throws {
    let with = try await StubPool { $0.set("slots", 2) }
    let other = try TokenPool(
      host: with.host,
      settings: TokenPool.Settings(uri: try PKCS11URI("pkcs11:token=two"), pinFile: with.pinFile))
    for _ in 1...5 { _ = try await other.sign(key: with.key, scheme: .ecdsa(.sha256), message: []) }
    with.stub.fail("C_SignInit", code: 0x32, times: 1)
    _ = await with.outcome()
    #expect(await eventually { with.pool.status.isReady })
    for _ in 1...20 {
      _ = try await other.sign(key: with.key, scheme: .ecdsa(.sha256), message: [])
      _ = try await with.sign()
    }
    #expect(other.status.isReady)
    with.pool.stop()
    other.stop()
    #expect(with.stub.openSessions == 0)
  }

  @Test func `another device with the same label is not given the PIN`() async throws {
    let with = try await StubPool()
    _ = try await with.sign()
    with.stub.set("other serial")
    with.stub.fail("C_SignInit", code: 0x32, times: 1)
    _ = await with.outcome()
    #expect(await eventually { with.pool.status.reason?.contains("not the one it was") == true })
    #expect(
      with.pool.status.reason
        == "the token is not available: token pkcs11:token=one: is not the one it was, one (serial 0001); "
        + "tokens seen: one (serial 0099)")
    #expect(with.stub.calls("C_Login") == 1)
    with.pool.stop()
  }

  @Test func `that a key is not there counts only while the token is`() async throws {
    let with = try await StubPool()
    let unknown = KeyIdentity(ckaID: [7], spkiSHA256: with.key.spkiSHA256)
    await #expect(throws: TokenPoolError.keyNotFound("no private key with CKA_ID 07")) {
      _ = try await with.pool.sign(key: unknown, scheme: .ecdsa(.sha256), message: [])
    }
    with.stub.set("broken slot", 0)
    await #expect(throws: TokenPoolError.unavailable("C_GetTokenInfo returned CKR_GENERAL_ERROR (0x5)")) {
      _ = try await with.pool.sign(key: unknown, scheme: .ecdsa(.sha256), message: [])
    }
    with.pool.stop()
  }

  @Test func `a PIN file that is missing is waited for without starting the module again and again`() async throws {
    let with = try await StubPool()
    _ = try await with.sign()
    try FileManager.default.removeItem(atPath: with.pinFile)
    with.stub.fail("C_SignInit", code: 0x32, times: 1)
    _ = await with.outcome()
    #expect(await eventually { with.pool.status.reason?.contains("PIN file") == true })
    try await Task.sleep(for: .milliseconds(900))
    #expect(with.stub.calls("C_Initialize") == 2)
    _ = FileManager.default.createFile(
      atPath: with.pinFile, contents: Data("87654321\n".utf8), attributes: [.posixPermissions: 0o600])
    #expect(await eventually { with.pool.status.isReady })
    #expect(await with.outcome() == "signed")
    #expect(with.stub.calls("C_Login") == 2)
    with.pool.stop()
  }
}
