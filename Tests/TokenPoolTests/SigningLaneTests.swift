import Cryptography
import Evidence
import PKCS11
import TestSupport
import Testing
import TokenPool

/// A pool on a token that only one test has.
func makePool(lanes: Int = 2, queue: Int = 64) throws -> (pool: TokenPool, token: SoftHSM.Token) {
  let softHSM = try SoftHSM.shared()
  let host = try ModuleHost.shared(modulePath: SoftHSM.modulePath)
  let token = try softHSM.makeToken(host.module)
  let settings = TokenPool.Settings(uri: token.uri, pinFile: token.pinFile, lanes: lanes, queue: queue)
  return (try TokenPool(host: host, settings: settings), token)
}

@Suite struct SigningLaneTests {
  private static let cases: [(KeyPairKind, SignatureScheme)] = [
    (.ec(.p256), .ecdsa(.sha256)), (.ec(.p384), .ecdsa(.sha384)), (.ec(.p521), .ecdsa(.sha512)),
    (.ec(.brainpoolP256r1), .ecdsa(.sha256)), (.rsa(bits: 2048), .rsaPKCS1(.sha256)),
    (.rsa(bits: 3072), .rsaPSS(.sha256)), (.rsa(bits: 2048), .rsaPKCS1(.sha3_256)), (.ed25519, .ed25519),
  ]

  @Test(arguments: cases) func `a signature verifies with the public key that the token told`(
    kind: KeyPairKind, scheme: SignatureScheme
  ) async throws {
    let (pool, _) = try makePool()
    let pair = try await pool.generateKeyPair(kind, label: "key", id: [1])
    for message in [[], [1, 2, 3], [UInt8](repeating: 7, count: 5000)] {
      let signature = try await pool.sign(key: pair.identity, scheme: scheme, message: message)
      #expect(try PublicKey(spki: pair.spki).verify(signature: signature, over: message, scheme: scheme))
    }
    pool.stop()
  }
}
