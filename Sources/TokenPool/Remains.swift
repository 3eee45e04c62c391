internal import Cryptography
internal import Evidence
internal import PKCS11

// What interrupted restorations leave.
extension TokenPool {
  /// Destroys a private key that has this label and CKA_ID and no public key beside it.
  public func removeHalf(label: String, id: [UInt8]) async throws(TokenPoolError) {
    try await perform { _, lane throws(LaneError) in
      guard try lane.find([Attribute(.publicKey), Attribute(.id, id)]).isEmpty else {
        throw .pool(.keyIsNotTheOne("a public key with CKA_ID \(Hex.encode(id)) is there: this is no half of a pair"))
      }
      for object in try lane.find([Attribute(.privateKey), Attribute(.label, label), Attribute(.id, id)]) {
        try lane.use { session throws(PKCS11Error) in try session.destroy(object) }
      }
    }
  }

  /// Destroys what a restoration of this public key left under the label and CKA_ID; returns how many objects there were.
  public func removeRestored(label: String, id: [UInt8], spki: [UInt8]) async throws(TokenPoolError) -> Int {
    let facts: KeyFacts
    do { facts = try PublicKey(spki: spki).facts } catch { throw .unsupported("\(error)") }
    let pairs = try await keyPairs(id: id)
    if let pair = pairs.first {
      guard pair.identity.spkiSHA256 == facts.spkiSHA256, pair.label == label else {
        throw .keyIsNotTheOne("the key with CKA_ID \(Hex.encode(id)) is another one")
      }
      let destroyed = try await destroyKeyPair(pair.identity)
      return destroyed.privateKeys + destroyed.publicKeys
    }
    guard try await hasObject(label: label, id: id) else { return 0 }
    try await removeHalf(label: label, id: id)
    return 1
  }
}
