internal import Cryptography
public import Evidence
internal import PKCS11

/// A kind of key pair that a token can be asked to make.
public enum KeyPairKind: Sendable, Hashable {
  /// Public exponent 65537.
  case rsa(bits: Int)
  case ec(EllipticCurve)
  case ed25519
}

/// Whether a private key may ever leave its token.
public enum KeyProtection: String, Sendable, Hashable, CaseIterable {
  /// Not EXTRACTABLE: there is no backup but the device's own.
  case neverExtractable = "never-extractable"
  /// EXTRACTABLE under a trusted wrapping key alone (CKA_WRAP_WITH_TRUSTED), where the module knows that; SENSITIVE in
  /// any case.
  case underTrustedWrapping = "wrapped-backup"
}

/// A key pair on a token, by what outlives a reset.
public struct TokenKeyPair: Sendable, Hashable {
  public let identity: KeyIdentity
  public let label: String
  /// SubjectPublicKeyInfo, DER.
  public let spki: [UInt8]
}

extension TokenPool {
  /// Makes a key pair that the token generates and keeps: SENSITIVE, for signing alone, and, unless a backup is asked for,
  /// not EXTRACTABLE. What it became is for the caller to read back.
  ///
  /// Fails where the label or the CKA_ID is taken. The corresponding C function is `C_GenerateKeyPair`.
  public func generateKeyPair(
    _ kind: KeyPairKind, label: String, id: [UInt8], protection: KeyProtection = .neverExtractable,
    for work: WorkClass = .issuance
  ) async throws(TokenPoolError) -> TokenKeyPair {
    try await perform(for: work) { _, lane throws(LaneError) in
      try lane.requireFree(label: label, id: id)
      let names = [Attribute(.token, true), Attribute(.label, label), Attribute(.id, id)]
      let pair = try protection.firstKnown { more throws(LaneError) in
        try lane.use { session throws(PKCS11Error) in
          try session.generateKeyPair(
            kind.mechanism, publicKey: names + kind.publicTemplate,
            privateKey: names + KeyPairKind.signingTemplate + more)
        }
      }
      let key = try TokenPublicKey.read(pair.publicKey, on: lane)
      return TokenKeyPair(
        identity: KeyIdentity(ckaID: id, spkiSHA256: key.facts.spkiSHA256), label: label, spki: key.facts.spki)
    }
  }

  /// Key pairs with a label: none, one, or several. Objects without a pair are left out.
  public func keyPairs(label: String) async throws(TokenPoolError) -> [TokenKeyPair] {
    try await keyPairs(Attribute(.label, label))
  }

  /// Key pairs with a CKA_ID: none, or one, for a CKA_ID that several public keys have names no pair.
  public func keyPairs(id: [UInt8]) async throws(TokenPoolError) -> [TokenKeyPair] {
    try await keyPairs(Attribute(.id, id))
  }

  private func keyPairs(_ name: Attribute) async throws(TokenPoolError) -> [TokenKeyPair] {
    try await perform { _, lane throws(LaneError) in
      var pairs: [TokenKeyPair] = []
      for object in try lane.find([Attribute(.privateKey), name]) {
        let values = try lane.use { session throws(PKCS11Error) in try session.attributes(object, [.id, .label]) }
        let label = String(decoding: values[.label] ?? [], as: UTF8.self)
        guard let id = values[.id], let pair = try TokenPool.keyPair(id: id, label: label, on: lane) else { continue }
        pairs.append(pair)
      }
      return pairs
    }
  }

  /// Whether any object has this label or this CKA_ID.
  public func hasObject(label: String, id: [UInt8]) async throws(TokenPoolError) -> Bool {
    try await perform { _, lane throws(LaneError) in
      for wanted in [Attribute(.label, label), Attribute(.id, id)] {
        if try !lane.find([wanted]).isEmpty { return true }
      }
      return false
    }
  }

  private static func keyPair(id: [UInt8], label: String, on lane: Lane) throws(LaneError) -> TokenKeyPair? {
    let found = try lane.find([Attribute(.publicKey), Attribute(.id, id)])
    guard let object = found.first, found.count == 1 else { return nil }
    let facts = try TokenPublicKey.read(object, on: lane).facts
    return TokenKeyPair(identity: KeyIdentity(ckaID: id, spkiSHA256: facts.spkiSHA256), label: label, spki: facts.spki)
  }
}

extension KeyProtection {
  /// Tries the attributes of the protection; a module that does not know CKA_WRAP_WITH_TRUSTED is asked without it.
  func firstKnown<Value>(_ body: ([Attribute]) throws(LaneError) -> Value) throws(LaneError) -> Value {
    guard self == .underTrustedWrapping else { return try body([Attribute(.extractable, false)]) }
    do throws(LaneError) {
      return try body([Attribute(.extractable, true), Attribute(.wrapWithTrusted, true)])
    } catch .module(.failed(_, let code)) where ReturnValue.attributeIsUnknown.contains(code) {
      return try body([Attribute(.extractable, true)])
    }
  }
}

extension ReturnValue {
  /// What modules say of a template with an attribute that they do not know or do not let be set.
  static let attributeIsUnknown: Set<ReturnValue> = [
    .attributeTypeInvalid, .attributeValueInvalid, .attributeReadOnly, .templateInconsistent,
  ]
}

extension Lane {
  /// Refuses a label or a CKA_ID that any object has.
  func requireFree(label: String, id: [UInt8]) throws(LaneError) {
    for (name, taken) in [
      ("label \(label)", Attribute(.label, label)), ("CKA_ID \(Hex.encode(id))", Attribute(.id, id)),
    ] {
      guard try find([taken]).isEmpty else {
        throw .pool(.keyIsNotTheOne("an object with the \(name) is there already"))
      }
    }
  }
}

extension KeyPairKind {
  var mechanism: Mechanism {
    switch self {
    case .rsa: Mechanism(.rsaKeyPairGeneration)
    case .ec: Mechanism(.ecKeyPairGeneration)
    case .ed25519: Mechanism(.edwardsKeyPairGeneration)
    }
  }

  var publicTemplate: [Attribute] {
    let use = [Attribute(.verify, true), Attribute(.encrypt, false), Attribute(.wrap, false)]
    switch self {
    case .rsa(let bits):
      let size = Attribute(.modulusBits, number: UInt(clamping: bits))
      return use + [size, Attribute(.publicExponent, [1, 0, 1])]
    case .ec(let curve): return use + [Attribute(.ecParameters, TokenPublicKey.parameters(of: curve))]
    case .ed25519: return use + [Attribute(.ecParameters, TokenPublicKey.edwards25519)]
    }
  }

  /// A private key that stays private and signs, and does nothing else.
  static var signingTemplate: [Attribute] {
    [
      Attribute(.isPrivate, true), Attribute(.sensitive, true), Attribute(.sign, true), Attribute(.decrypt, false),
      Attribute(.unwrap, false), Attribute(.derive, false),
    ]
  }
}
