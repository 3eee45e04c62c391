internal import DER
internal import Evidence
internal import X509

extension HashAlgorithm {
  /// The identifier of the hash itself (RFC 5754, NIST CSOR).
  var objectIdentifier: ObjectIdentifier {
    switch self {
    case .sha256: .sha256
    case .sha384: .sha384
    case .sha512: .sha512
    case .sha3_256: .sha3_256
    case .sha3_384: .sha3_384
    case .sha3_512: .sha3_512
    }
  }

  var ecdsaIdentifier: ObjectIdentifier {
    switch self {
    case .sha256: .ecdsaWithSHA256
    case .sha384: .ecdsaWithSHA384
    case .sha512: .ecdsaWithSHA512
    case .sha3_256: .ecdsaWithSHA3_256
    case .sha3_384: .ecdsaWithSHA3_384
    case .sha3_512: .ecdsaWithSHA3_512
    }
  }

  var rsaIdentifier: ObjectIdentifier {
    switch self {
    case .sha256: .sha256WithRSAEncryption
    case .sha384: .sha384WithRSAEncryption
    case .sha512: .sha512WithRSAEncryption
    case .sha3_256: .sha3_256WithRSAEncryption
    case .sha3_384: .sha3_384WithRSAEncryption
    case .sha3_512: .sha3_512WithRSAEncryption
    }
  }
}
