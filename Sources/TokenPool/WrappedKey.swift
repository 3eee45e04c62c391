internal import Cryptography
public import Evidence
internal import PKCS11

/// How a private key was wrapped. The spelling is for records: it is retired, never changed.
public enum WrappingMechanism: String, Sendable, Hashable, CaseIterable {
  /// CKM_AES_KEY_WRAP_PAD.
  case aesKeyWrapPad = "aes-key-wrap-pad"
  /// CKM_AES_KEY_WRAP_KWP: RFC 5649.
  case aesKeyWrapKWP = "aes-key-wrap-kwp"
  /// CKM_AES_KEY_WRAP: RFC 3394, for what is a multiple of eight bytes.
  case aesKeyWrap = "aes-key-wrap"

  var mechanism: Mechanism {
    switch self {
    case .aesKeyWrapPad: Mechanism(.aesKeyWrapPad)
    case .aesKeyWrapKWP: Mechanism(.aesKeyWrapKWP)
    case .aesKeyWrap: Mechanism(.aesKeyWrap)
    }
  }
}

/// A private key outside the token, under a key that stays on it.
public struct WrappedKey: Sendable, Hashable {
  /// SubjectPublicKeyInfo, DER.
  public let spki: [UInt8]
  /// The private key, wrapped. What it says of itself the module checks when it unwraps.
  public let bytes: [UInt8]
  public let mechanism: WrappingMechanism
  public let wrappingKey: WrappingKey.Identity
  let facts: KeyFacts

  /// Puts together what a store kept.
  public init(
    spki: [UInt8], bytes: [UInt8], mechanism: WrappingMechanism, wrappingKey: WrappingKey.Identity
  ) throws(TokenPoolError) {
    let facts: KeyFacts
    do { facts = try KeyFacts(spki: spki) } catch { throw .unsupported("\(error)") }
    self.init(facts: facts, bytes: bytes, mechanism: mechanism, wrappingKey: wrappingKey)
  }

  init(facts: KeyFacts, bytes: [UInt8], mechanism: WrappingMechanism, wrappingKey: WrappingKey.Identity) {
    spki = facts.spki
    self.bytes = bytes
    self.mechanism = mechanism
    self.wrappingKey = wrappingKey
    self.facts = facts
  }

  /// Names the key in permits and intents. It has no CKA_ID, for it lies on no token.
  public var identity: KeyIdentity { KeyIdentity(ckaID: [], spkiSHA256: facts.spkiSHA256) }
}

/// A key pair that a token made and gave out under wrap.
public struct WrappedKeyPair: Sendable, Hashable {
  public let key: WrappedKey
  /// What the module said of the private key before it was wrapped: that it is extractable, among others.
  public let attributes: KeyAttributes
  /// Whether the token itself lets only a trusted key wrap this one (CKA_WRAP_WITH_TRUSTED), as it was wrapped here.
  public let wrapsWithTrustedOnly: Bool
}
