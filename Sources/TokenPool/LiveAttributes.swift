internal import Cryptography
public import Evidence
internal import PKCS11

extension TokenPool {
  /// What the module says of the private half of a public key, just now. Whoever controls the host can forge it.
  ///
  /// CKA_LOCAL counts only where the public object says so too: a public key put on the token under the CKA_ID of a
  /// generated private key would borrow that key's history otherwise.
  ///
  /// - Returns: nil where the token has no such key pair.
  public func liveAttributes(
    spki: [UInt8], at now: Instant, for work: WorkClass = .issuance
  ) async throws(TokenPoolError) -> KeyAttributes? {
    let facts: KeyFacts
    do { facts = try PublicKey(spki: spki).facts } catch { throw .unsupported("\(error)") }
    return try await perform(for: work) { pool, lane throws(LaneError) in
      guard let pair = try TokenPool.find(facts, on: lane) else { return nil }
      let privateKey = try lane.use { session throws(PKCS11Error) in
        try session.attributes(pair.privateKey, TokenPool.claims)
      }
      return KeyAttributes(pool.token, facts, privateKey: privateKey, publicKey: pair.publicKey, at: now)
    }
  }

  static let claims: [AttributeType] = [
    .local, .sensitive, .alwaysSensitive, .neverExtractable, .extractable, .keyGenerationMechanism, .modulus,
    .wrapWithTrusted,
  ]

  /// The private object, and what the public one says. Several of either are refused: their claims would be a guess.
  private static func find(
    _ facts: KeyFacts, on lane: Lane
  ) throws(LaneError) -> (privateKey: ObjectHandle, publicKey: AttributeValues)? {
    var publicKeys: [ObjectHandle] = []
    for template in TokenPublicKey.templates(facts) where publicKeys.isEmpty { publicKeys = try lane.find(template) }
    guard let publicKey = publicKeys.first else { return nil }
    let values = try lane.use { session throws(PKCS11Error) in
      try session.attributes(publicKey, TokenPublicKey.attributes + [.id, .local])
    }
    guard let id = values[.id], !id.isEmpty else { return nil }
    let privateKeys = try lane.find([Attribute(.privateKey), Attribute(.id, id)])
    guard let privateKey = privateKeys.first else { return nil }
    guard publicKeys.count == 1, privateKeys.count == 1 else {
      throw .pool(
        .keyIsNotTheOne("\(privateKeys.count) private and \(publicKeys.count) public keys with one CKA_ID"))
    }
    guard try TokenPublicKey.read(values).facts == facts else { return nil }
    return (privateKey, values)
  }
}

extension KeyAttributes {
  init(
    _ token: TokenInfo, _ facts: KeyFacts, privateKey: AttributeValues, publicKey: AttributeValues, at now: Instant
  ) {
    func truth(_ type: AttributeType) -> Truth { Truth(privateKey.flag(type)) }
    // Where both halves of an RSA key tell their modulus, it must be one.
    let sameModulus =
      privateKey[.modulus].flatMap { half in publicKey[.modulus].map { $0 == half } } ?? true
    let local: Truth =
      switch (truth(.local), Truth(publicKey.flag(.local)), sameModulus) {
      case (.no, _, _), (_, .no, _), (_, _, false): .no
      case (.yes, .yes, true): .yes
      default: .unknown
      }
    self.init(
      device: DeviceIdentity(
        manufacturer: token.manufacturer, model: token.model, serial: token.serial,
        hardwareVersion: token.hardwareVersion, firmwareVersion: token.firmwareVersion),
      tokenLabel: token.label, hardwareSlot: Truth(token.isHardware), spki: facts.spki, local: local,
      sensitive: truth(.sensitive), alwaysSensitive: truth(.alwaysSensitive),
      neverExtractable: truth(.neverExtractable), extractable: truth(.extractable),
      generationMechanism: privateKey.number(.keyGenerationMechanism).map(UInt64.init), readAt: now,
      wrapWithTrusted: truth(.wrapWithTrusted))
  }
}

extension Truth {
  /// An attribute that was not told is unknown.
  init(_ flag: Bool?) {
    self =
      switch flag {
      case true: .yes
      case false: .no
      default: .unknown
      }
  }
}
