import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

/// What becomes of a session's objects where the module fails half-way.
@Suite struct WrappedKeyFailureTests {
  private static let now = Instant(seconds: 1_795_132_800)
  private static let wrapping = WrappingKey.Identity(label: "wrap", ckaID: Array("wrap".utf8), checkValue: [1, 2, 3])

  private func key(_ with: StubPool) async throws -> WrappedKey {
    try await with.pool.generateWrapped(.ec(.p256), under: Self.wrapping, at: Self.now).key
  }

  /// How a signature with a wrapped key ends, as text.
  private func outcome(_ with: StubPool, _ key: WrappedKey) async -> String {
    do {
      let signer = WrappedKeySigner(pool: with.pool, key: key)
      _ = try await signer.sign(key: key.identity, scheme: .ecdsa(.sha256), message: [1], form: .whole)
      return "signed"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a signature leaves no object behind, and the wrapping key is looked up once`() async throws {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    #expect(with.stub.sessionObjects == 0)
    let searches = with.stub.calls("C_FindObjectsInit")
    for _ in 1...5 { #expect(await outcome(with, key) == "signed") }
    #expect(with.stub.sessionObjects == 0)
    #expect(with.stub.calls("C_UnwrapKey") == 5 && with.stub.calls("C_FindObjectsInit") == searches)
    with.pool.stop()
  }

  @Test(arguments: ["C_SignInit", "C_Sign", "C_GetAttributeValue"])
  func `a signature that fails after the key was unwrapped leaves no object behind`(function: String) async throws {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    let destroyed = with.stub.calls("C_DestroyObject")
    with.stub.fail(function, code: 0x20, times: 1)
    #expect(await outcome(with, key) == "the token is not available: \(function) returned CKR_DATA_INVALID (0x20)")
    #expect(with.stub.calls("C_DestroyObject") == destroyed + 1)
    #expect(with.stub.sessionObjects == 0)
    #expect(with.pool.status.isReady)
    #expect(await outcome(with, key) == "signed")
    with.pool.stop()
  }

  @Test func `an object that cannot be destroyed ends with its session, and the signature is not released`()
    async throws
  {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    let closed = with.stub.calls("C_CloseSession")
    with.stub.fail("C_DestroyObject", code: 0x200, times: 1)
    #expect(
      await outcome(with, key) == "the token is not available: C_DestroyObject returned CKR_FUNCTION_REJECTED (0x200)")
    #expect(with.stub.calls("C_CloseSession") == closed + 1)
    #expect(with.stub.sessionObjects == 0)
    #expect(await outcome(with, key) == "signed")
    with.pool.stop()
  }

  @Test func `where neither the signature nor the destruction works, the session ends too`() async throws {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    with.stub.fail("C_Sign", code: 0x20, times: 1)
    with.stub.fail("C_DestroyObject", code: 0x200, times: 1)
    #expect(await outcome(with, key) == "the token is not available: C_Sign returned CKR_DATA_INVALID (0x20)")
    #expect(with.stub.sessionObjects == 0)
    // A refusal of ours alone would leave the session open.
    with.stub.set("unwrapped insensitive")
    with.stub.fail("C_DestroyObject", code: 0x200, times: 1)
    #expect(
      await outcome(with, key) == "the token is not available: C_DestroyObject returned CKR_FUNCTION_REJECTED (0x200)")
    #expect(with.stub.sessionObjects == 0)
    with.pool.stop()
  }

  @Test func `a module that makes a key that could leave is not signed with`() async throws {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    with.stub.set("unwrapped insensitive")
    #expect(await outcome(with, key).contains("could leave the token"))
    #expect(with.stub.calls("C_Sign") == 0 && with.stub.sessionObjects == 0)
    with.pool.stop()
  }

  @Test(arguments: [0x5, 0x6, 0x40, 0x110, 0x112] as [UInt])
  func `a key that does not open is the key's fault while the token answers`(code: UInt) async throws {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    with.stub.fail("C_UnwrapKey", code: code, times: 1)
    #expect(
      await outcome(with, key).hasPrefix("the key on the token is not the one asked for: the wrapped key does not"))
    #expect(with.pool.status.isReady)
    #expect(await outcome(with, key) == "signed")
    #expect(with.stub.calls("C_Initialize") == 1)
    with.pool.stop()
  }

  @Test func `a key that does not open on a token that does not answer is the token's fault`() async throws {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    with.stub.fail("C_UnwrapKey", code: 0x5, times: 1)
    with.stub.fail("C_FindObjectsInit", code: 0x32, times: 1)
    #expect(await outcome(with, key).contains("C_FindObjectsInit returned CKR_DEVICE_REMOVED"))
    #expect(await eventually { with.pool.status.isReady })
    #expect(with.stub.calls("C_Initialize") == 2)
    #expect(await outcome(with, key) == "signed")
    with.pool.stop()
  }

  @Test(arguments: [0x32, 0xB3, 0xF0, 0x101] as [UInt])
  func `a token that is lost while it unwraps comes back, and the key signs again`(code: UInt) async throws {
    let with = try await StubPool(lanes: 1)
    let key = try await key(with)
    with.stub.fail("C_UnwrapKey", code: code, times: 1)
    #expect(await outcome(with, key).hasPrefix("the token is not available: C_UnwrapKey returned CKR_"))
    #expect(await eventually { with.pool.status.isReady })
    #expect(with.stub.calls("C_Initialize") == 2)
    #expect(await outcome(with, key) == "signed")
    with.pool.stop()
  }

  @Test(arguments: ["C_WrapKey", "C_GetAttributeValue", "C_DestroyObject"])
  func `a key pair that cannot be wrapped is destroyed`(function: String) async throws {
    let with = try await StubPool(lanes: 1)
    _ = try await key(with)
    // The wrapping key's trust is read ahead of the pair.
    with.stub.fail(function, code: 0x200, times: 2)
    await #expect(throws: TokenPoolError.self) { _ = try await key(with) }
    #expect(with.stub.sessionObjects == 0)
    with.stub.fail(function, code: 0x200, times: 0)
    _ = try await key(with)
    #expect(with.stub.sessionObjects == 0)
    with.pool.stop()
  }

  @Test func `the first mechanism that the module knows wraps`() async throws {
    let with = try await StubPool(lanes: 1)
    for (unknown, mechanism) in [(0, WrappingMechanism.aesKeyWrapPad), (1, .aesKeyWrapKWP), (2, .aesKeyWrap)] {
      with.stub.fail("C_WrapKey", code: 0x70, times: UInt(unknown))
      #expect(try await key(with).mechanism == mechanism)
    }
    with.stub.fail("C_WrapKey", code: 0x70, times: 3)
    await #expect(
      throws: TokenPoolError.unsupported(
        "C_WrapKey returned CKR_MECHANISM_INVALID (0x70); the token does not know this mechanism")
    ) { _ = try await key(with) }
    #expect(with.stub.sessionObjects == 0)
    with.pool.stop()
  }

  @Test func `a trusted wrapping key on a module that does not know the guard makes an unguarded pair`() async throws {
    let with = try await StubPool(lanes: 1) { $0.set("trusted") }
    let made = with.stub.calls("C_GenerateKeyPair")
    with.stub.set("no wrap with trusted")
    let pair = try await with.pool.generateWrapped(.ec(.p256), under: Self.wrapping, at: Self.now)
    #expect(!pair.wrapsWithTrustedOnly)
    #expect(with.stub.calls("C_GenerateKeyPair") == made + 2)
    with.pool.stop()
  }

  @Test func `a wrapping key with another check value is refused before anything is made`() async throws {
    let with = try await StubPool(lanes: 1)
    let other = WrappingKey.Identity(label: "wrap", ckaID: Array("wrap".utf8), checkValue: [1, 2, 4])
    await #expect(throws: TokenPoolError.self) {
      _ = try await with.pool.generateWrapped(.ec(.p256), under: other, at: Self.now)
    }
    #expect(with.stub.calls("C_GenerateKeyPair") == 0)
    with.pool.stop()
  }
}
