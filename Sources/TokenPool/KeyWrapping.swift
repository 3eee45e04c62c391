internal import Cryptography
public import Evidence
internal import PKCS11

extension TokenPool {
  /// Makes a key pair that lives for this call alone, and gives its private half out under a wrapping key.
  ///
  /// Its objects belong to the session and are destroyed on every path. The corresponding C functions are
  /// `C_GenerateKeyPair` and `C_WrapKey`.
  ///
  /// - Parameter now: when the attributes are read, as the caller's clock has it.
  public func generateWrapped(
    _ kind: KeyPairKind, under wrappingKey: WrappingKey.Identity, at now: Instant
  ) async throws(TokenPoolError) -> WrappedKeyPair {
    try await perform(for: .signatories) { pool, lane throws(LaneError) in
      let wrapping = try lane.wrappingKey(wrappingKey)
      let pair = try SessionKeyPair(kind, wrappedBy: wrapping, on: lane)
      return try lane.lend([pair.privateKey, pair.publicKey]) { () throws(LaneError) in
        let values = try lane.use { session throws(PKCS11Error) in
          (
            publicKey: try session.attributes(pair.publicKey, TokenPublicKey.attributes + [.local]),
            privateKey: try session.attributes(pair.privateKey, TokenPool.claims + [.wrapWithTrusted])
          )
        }
        let facts = try TokenPublicKey.read(values.publicKey).facts
        let attributes = KeyAttributes(
          pool.token, facts, privateKey: values.privateKey, publicKey: values.publicKey, at: now)
        let (mechanism, bytes) = try TokenPool.wrap(pair.privateKey, under: wrapping, on: lane)
        return WrappedKeyPair(
          key: WrappedKey(facts: facts, bytes: bytes, mechanism: mechanism, wrappingKey: wrappingKey),
          attributes: attributes, wrapsWithTrustedOnly: values.privateKey.flag(.wrapWithTrusted) == true)
      }
    }
  }

  /// By the first mechanism that the module knows.
  private static func wrap(
    _ key: ObjectHandle, under wrapping: ObjectHandle, on lane: Lane
  ) throws(LaneError) -> (WrappingMechanism, [UInt8]) {
    var refusal = LaneError.pool(.unsupported("wrapping"))
    for mechanism in WrappingMechanism.allCases {
      do throws(LaneError) {
        let bytes = try lane.use { session throws(PKCS11Error) in
          try session.wrapKey(mechanism.mechanism, key: key, under: wrapping)
        }
        return (mechanism, bytes)
      } catch .module(.failed("C_WrapKey", .mechanismInvalid)) {
        refusal = .module(.failed(function: "C_WrapKey", code: .mechanismInvalid))
      }
    }
    throw refusal
  }

  /// Unwraps a key for one signature. The corresponding C functions are `C_UnwrapKey`, `C_Sign` and `C_DestroyObject`.
  func sign(
    _ key: WrappedKey, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    try await perform(for: .signatories) { _, lane throws(LaneError) in
      // What the key cannot sign is refused before it is unwrapped.
      let operation = try SigningOperation(scheme, key: key.facts, message: message, form: form)
      let object = try key.unwrap(on: lane)
      return try lane.lend([object]) { () throws(LaneError) in
        try key.compare(object, on: lane)
        return try operation.run(object, on: lane)
      }
    }
  }
}

/// Signs with a wrapped key, in the signatories' line.
public struct WrappedKeySigner: TokenSigner {
  private let pool: TokenPool
  private let key: WrappedKey

  public init(pool: TokenPool, key: WrappedKey) {
    self.pool = pool
    self.key = key
  }

  public func sign(
    key identity: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    guard identity == key.identity else {
      throw .keyIsNotTheOne("the wrapped key is \(key.identity.spkiSHA256), asked for is \(identity.spkiSHA256)")
    }
    return try await pool.sign(key, scheme: scheme, message: message, form: form)
  }
}

/// A pair of session objects. It has no label and no CKA_ID: a search for a key on the token must not find it.
private struct SessionKeyPair {
  let publicKey: ObjectHandle
  let privateKey: ObjectHandle

  /// Extractable, and under a trusted key alone where the wrapping key is trusted and the module knows the attribute.
  init(_ kind: KeyPairKind, wrappedBy wrapping: ObjectHandle, on lane: Lane) throws(LaneError) {
    let isTrusted = try lane.use { session throws(PKCS11Error) in
      try session.attributes(wrapping, [.trusted]).flag(.trusted) == true
    }
    guard isTrusted else {
      try self.init(kind, [], on: lane)
      return
    }
    do throws(LaneError) {
      try self.init(kind, [Attribute(.wrapWithTrusted, true)], on: lane)
    } catch .module(.failed(_, let code))
      where [.attributeTypeInvalid, .attributeValueInvalid, .templateInconsistent].contains(code)
    {
      try self.init(kind, [], on: lane)
    }
  }

  private init(_ kind: KeyPairKind, _ more: [Attribute], on lane: Lane) throws(LaneError) {
    let place = [Attribute(.token, false)]
    let pair = try lane.use { session throws(PKCS11Error) in
      try session.generateKeyPair(
        kind.mechanism, publicKey: place + kind.publicTemplate,
        privateKey: place + KeyPairKind.signingTemplate + [Attribute(.extractable, true)] + more)
    }
    publicKey = pair.publicKey
    privateKey = pair.privateKey
  }
}

extension WrappedKey {
  /// A session object that signs, and that leaves the token in no form.
  fileprivate func unwrap(on lane: Lane) throws(LaneError) -> ObjectHandle {
    let type: KeyType
    switch facts.kind {
    case .rsa: type = .rsa
    case .ec: type = .ec
    case .ed25519: type = .ecEdwards
    case .ed448, .postQuantum, .other: throw .pool(.unsupported("a wrapped key of this kind"))
    }
    let template =
      [Attribute(.privateKey), Attribute(.keyType, number: type.rawValue), Attribute(.token, false)]
      + KeyPairKind.signingTemplate + [Attribute(.extractable, false)]
    let wrapping = try lane.wrappingKey(wrappingKey)
    do throws(LaneError) {
      return try lane.use { session throws(PKCS11Error) in
        try session.unwrapKey(mechanism.mechanism, bytes, under: wrapping, template)
      }
    } catch .module(.failed(let function, let code)) where WrappedKey.mayBlameTheKey.contains(code) {
      // SoftHSM says CKR_GENERAL_ERROR of bytes that were altered. Where the token still answers, they are to blame, and
      // one bad record must not stop the token for everybody.
      _ = try WrappingKey.find(wrappingKey, on: lane)
      let failure = PKCS11Error.failed(function: function, code: code)
      throw .pool(.keyIsNotTheOne("the wrapped key does not open: \(failure)"))
    }
  }

  private static let mayBlameTheKey: Set<ReturnValue> = [
    .generalError, .functionFailed, .dataInvalid, .dataLenRange, .encryptedDataInvalid, .encryptedDataLenRange,
    .wrappedKeyInvalid, .wrappedKeyLenRange, .attributeValueInvalid, .keySizeRange,
  ]

  /// Compares what the module tells of the unwrapped key with the public key: the modulus, or the curve and, where it
  /// has one, the point. That the signature verifies with the public key is the last word, and the signer's to say.
  fileprivate func compare(_ object: ObjectHandle, on lane: Lane) throws(LaneError) {
    let types: [AttributeType] = [
      .keyType, .modulus, .publicExponent, .ecParameters, .ecPoint, .sensitive, .extractable, .token,
    ]
    let values = try lane.use { session throws(PKCS11Error) in try session.attributes(object, types) }
    guard values.flag(.sensitive) == true, values.flag(.extractable) == false, values.flag(.token) != true else {
      throw .pool(.keyIsNotTheOne("the module made an object of the wrapped key that could leave the token, or stay"))
    }
    guard TokenPublicKey.isConsistent(values, with: facts) else {
      throw .pool(.keyIsNotTheOne("what was wrapped is not the private half of \(facts.spkiSHA256)"))
    }
  }
}
