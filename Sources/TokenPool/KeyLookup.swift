internal import Cryptography
public import Evidence
internal import PKCS11

extension TokenPool {
  /// The identity of the key pair with this public key; nil where the token has no such public key.
  public func keyIdentity(spki: [UInt8]) async throws(TokenPoolError) -> KeyIdentity? {
    let facts: KeyFacts
    do { facts = try PublicKey(spki: spki).facts } catch { throw .unsupported("\(error)") }
    return try await perform { _, lane throws(LaneError) in
      for template in TokenPublicKey.templates(facts) {
        for object in try lane.find(template) {
          let values = try lane.use { session throws(PKCS11Error) in
            try session.attributes(object, TokenPublicKey.attributes + [.id])
          }
          guard let id = values[.id], !id.isEmpty, try TokenPublicKey.read(values).facts == facts else { continue }
          return KeyIdentity(ckaID: id, spkiSHA256: facts.spkiSHA256)
        }
      }
      return nil
    }
  }
}
