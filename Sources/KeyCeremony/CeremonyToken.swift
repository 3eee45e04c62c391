internal import Evidence
internal import TokenPool

/// A token on which a ceremony is logged in, as far as a ceremony needs it.
///
/// `sign` is for `Signing.Signer` alone, which calls it with a permit and a receipt.
protocol CeremonyToken: TokenSigner {
  var identity: TokenIdentity { get }

  /// Whether any object has this label or this CKA_ID.
  func hasObject(label: String, id: [UInt8]) async throws(CeremonyError) -> Bool
  /// The one key pair with this label; none and several are errors.
  func keyPair(label: String) async throws(CeremonyError) -> CeremonyKeyPair
  /// Bytes of the token's own random generator.
  func random(_ count: Int) async throws(CeremonyError) -> [UInt8]
  /// Makes a pair that is sensitive and there to stay, for signing only.
  func generate(
    _ kind: KeyPairKind, label: String, id: [UInt8], protection: KeyProtection
  ) async throws(CeremonyError) -> CeremonyKeyPair
  /// What custody of keys asks of a token: backup, restoration, destruction, PINs, inventory.
  func withPool<Value: Sendable>(
    _ body: @Sendable (TokenPool) async throws(TokenPoolError) -> Value
  ) async throws(CeremonyError) -> Value
  /// The user's PIN was changed: later logins of this ceremony need this one.
  func userPINIsNow(_ pin: @escaping TokenPool.PINSource)
  /// Reads back what the token says of the private half now.
  func attributes(of pair: CeremonyKeyPair) async throws(CeremonyError) -> KeyAttributes
}

extension CeremonyToken {
  func withPool<Value: Sendable>(
    _ body: @Sendable (TokenPool) async throws(TokenPoolError) -> Value
  ) async throws(CeremonyError) -> Value {
    throw CeremonyError(.token, "the token \(identity.label) makes keys and signs, and nothing else is known of it")
  }

  func userPINIsNow(_ pin: @escaping TokenPool.PINSource) {}
}

/// A key pair by what outlives a reset of its token.
struct CeremonyKeyPair: Sendable, Hashable {
  let identity: KeyIdentity
  /// SubjectPublicKeyInfo, DER.
  let spki: [UInt8]
}

/// What tells one token from another.
struct TokenIdentity: Sendable, Hashable {
  let label: String
  let device: DeviceIdentity

  var json: JSONValue {
    .object([
      "label": .string(label), "manufacturer": .string(device.manufacturer), "model": .string(device.model),
      "serial": .string(device.serial), "hardwareVersion": .string(device.hardwareVersion),
      "firmwareVersion": .string(device.firmwareVersion),
    ])
  }

  /// What is read aloud in the room.
  var lines: [String] {
    [
      "token  \(label)", "       \(device.manufacturer) \(device.model), firmware \(device.firmwareVersion)",
      "       serial \(device.serial)",
    ]
  }
}
