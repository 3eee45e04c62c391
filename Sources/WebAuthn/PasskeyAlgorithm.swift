/// The signature algorithms of passkeys that libfido2 verifies, by their names in COSE (RFC 9053, RFC 8812).
public enum PasskeyAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// ECDSA over P-256 with SHA-256.
  case es256 = "ES256"
  /// ECDSA over P-384 with SHA-384.
  case es384 = "ES384"
  /// Ed25519.
  case edDSA = "EdDSA"
  /// RSA of 2048 bits, PKCS#1 v1.5 with SHA-256, as Windows Hello makes.
  case rs256 = "RS256"

  /// The identifier in `pubKeyCredParams`. All cases in their order are what to offer.
  public var coseIdentifier: Int64 {
    switch self {
    case .es256: -7
    case .es384: -35
    case .edDSA: -8
    case .rs256: -257
    }
  }

  public init?(coseIdentifier: Int64) {
    guard let algorithm = PasskeyAlgorithm.allCases.first(where: { $0.coseIdentifier == coseIdentifier }) else {
      return nil
    }
    self = algorithm
  }
}
