internal import Cryptography
public import Evidence
internal import PKCS11
internal import Synchronization

/// What became of a key pair that was to be destroyed.
public struct DestroyedKeyPair: Sendable, Hashable {
  /// Private objects that were there, and are no longer.
  public let privateKeys: Int
  /// Public objects that were there, and are no longer.
  public let publicKeys: Int
  /// Objects of whatever class that have the CKA_ID still.
  public let left: Int

  /// That nothing with the CKA_ID is left.
  public var isComplete: Bool { left == 0 }
}

/// Keys that this pool destroyed: lanes may still have handles of them, which a module may give to other objects.
struct DestroyedKeys {
  private(set) var identities: Set<KeyIdentity> = []
  /// Rises when `identities` is emptied: every lane forgets its handles once.
  private(set) var epoch: UInt64 = 0
  private static let most = 4096

  mutating func insert(_ identity: KeyIdentity) {
    if identities.count >= DestroyedKeys.most {
      identities = []
      epoch += 1
    }
    identities.insert(identity)
  }
}

extension TokenPool {
  /// Destroys a key pair, the private half first, and looks whether anything with its CKA_ID is left.
  ///
  /// What was begun before a crash is carried on: a public half that stands alone goes too, and nothing at all is a good
  /// answer. Refused is what could be somebody else's: another public key under the CKA_ID, several objects, or a
  /// private half without the public one that names it.
  public func destroyKeyPair(
    _ identity: KeyIdentity, for work: WorkClass = .signatories
  ) async throws(TokenPoolError) -> DestroyedKeyPair {
    try await perform(for: work) { pool, lane throws(LaneError) in
      guard !identity.ckaID.isEmpty else { throw .pool(.keyNotFound("a key without a CKA_ID lies on no token")) }
      let id = Attribute(.id, identity.ckaID)
      let privateKeys = try lane.find([Attribute(.privateKey), id])
      let publicKeys = try lane.find([Attribute(.publicKey), id])
      try TokenPool.requireOneKey(identity, privateKeys, publicKeys, on: lane)
      // From here on no lane signs with it, whether the rest succeeds or not.
      pool.destroyed.withLock { $0.insert(identity) }
      pool.forget(identity)
      for object in privateKeys + publicKeys {
        try lane.use { session throws(PKCS11Error) in try session.destroy(object) }
      }
      return DestroyedKeyPair(
        privateKeys: privateKeys.count, publicKeys: publicKeys.count, left: try lane.find([id]).count)
    }
  }

  private static func requireOneKey(
    _ identity: KeyIdentity, _ privateKeys: [ObjectHandle], _ publicKeys: [ObjectHandle], on lane: Lane
  ) throws(LaneError) {
    let name = "CKA_ID \(Hex.encode(identity.ckaID))"
    guard privateKeys.count <= 1, publicKeys.count <= 1 else {
      throw .pool(
        .keyIsNotTheOne("\(privateKeys.count) private and \(publicKeys.count) public keys have \(name)"))
    }
    guard let publicKey = publicKeys.first else {
      guard privateKeys.isEmpty else {
        throw .pool(.keyIsNotTheOne("the private key with \(name) has no public half to know it by"))
      }
      return
    }
    let found = try TokenPublicKey.read(publicKey, on: lane).facts.spkiSHA256
    guard found == identity.spkiSHA256 else {
      throw .pool(.keyIsNotTheOne("the public key with \(name) is \(found)"))
    }
  }

  /// Refuses a key that this pool destroyed.
  func requireNotDestroyed(_ identity: KeyIdentity, on lane: Lane) throws(LaneError) {
    let (isDestroyed, epoch) = destroyed.withLock { ($0.identities.contains(identity), $0.epoch) }
    lane.forgetKeys(before: epoch)
    guard !isDestroyed else {
      throw .pool(.keyNotFound("the key with CKA_ID \(Hex.encode(identity.ckaID)) was destroyed"))
    }
  }
}
