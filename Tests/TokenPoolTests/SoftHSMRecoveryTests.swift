import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

/// A token whose folder is taken away and put back. Getting it back starts SoftHSM anew, for every test of a process,
/// so each of these runs in a process of its own.
///
/// SoftHSM 2.6.1 notices at the next signature: it looks at the token's files for each operation, so that a handle that
/// worked before is CKR_OBJECT_HANDLE_INVALID. Put back, the handle stays dead and a search finds nothing without an
/// error, until C_Finalize and C_Initialize.
@Suite struct SoftHSMRecoveryTests {
  @Test func `a token that goes away and comes back signs again with the same key, and so do the others`() async {
    await #expect(processExitsWith: .success) {
      let tokens = try SoftHSM.shared().folder + "/tokens"
      // One lane, so that it is the one that knows the key's handle.
      let (pool, _) = try makePool(lanes: 1)
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: tokens).first)
      let (other, _) = try makePool()
      let pair = try await pool.generateKeyPair(.ec(.p256), label: "key", id: [1])
      let otherPair = try await other.generateKeyPair(.ec(.p256), label: "key", id: [1])
      try await requireSignature(pool, pair)
      try await requireSignature(other, otherPair)

      try FileManager.default.moveItem(atPath: "\(tokens)/\(name)", toPath: "\(tokens)/../away")
      let refusal = await refused(pool, pair)
      try #require(
        refusal == "the token is not available: C_SignInit returned CKR_OBJECT_HANDLE_INVALID (0x82)")
      try #require(await eventually { pool.status.reason?.contains("not found") == true })
      // The other token is there, though its sessions were ended.
      try #require(await eventually { await refused(other, otherPair) == nil })

      try FileManager.default.moveItem(atPath: "\(tokens)/../away", toPath: "\(tokens)/\(name)")
      try #require(await eventually { pool.status.isReady })
      try await requireSignature(pool, pair)
      try await requireSignature(other, otherPair)
      pool.stop()
      other.stop()
    }
  }

  @Test func `a PIN that became wrong while the token was away is tried once, and the pool fails for good`() async {
    await #expect(processExitsWith: .success) {
      let tokens = try SoftHSM.shared().folder + "/tokens"
      let (pool, token) = try makePool()
      let pair = try await pool.generateKeyPair(.ec(.p256), label: "key", id: [1])
      try await requireSignature(pool, pair)
      try FileManager.default.moveItem(atPath: tokens, toPath: tokens + ".away")
      try #require(await refused(pool, pair) != nil)
      try Data("00000000\n".utf8).write(to: URL(fileURLWithPath: token.pinFile))
      try FileManager.default.moveItem(atPath: tokens + ".away", toPath: tokens)
      try #require(await eventually { pool.status.reason?.contains("CKR_PIN_INCORRECT") == true })
      // The right PIN comes too late: whoever sets it starts the service again.
      try Data("87654321".utf8).write(to: URL(fileURLWithPath: token.pinFile))
      let refusal = await refused(pool, pair)
      try #require(refusal?.contains("C_Login returned CKR_PIN_INCORRECT (0xA0)") == true)
      try #require(!pool.status.isReady)
      pool.stop()
    }
  }
}

/// Why a pool did not sign, or nil.
private func refused(_ pool: TokenPool, _ pair: TokenKeyPair) async -> String? {
  do throws(TokenPoolError) {
    _ = try await pool.sign(key: pair.identity, scheme: .ecdsa(.sha256), message: [1])
    return nil
  } catch {
    return error.description
  }
}

private func requireSignature(_ pool: TokenPool, _ pair: TokenKeyPair) async throws {
  let signature = try await pool.sign(key: pair.identity, scheme: .ecdsa(.sha256), message: [1, 2, 3])
  try #require(
    try PublicKey(spki: pair.spki).verify(signature: signature, over: [1, 2, 3], scheme: .ecdsa(.sha256)))
}
