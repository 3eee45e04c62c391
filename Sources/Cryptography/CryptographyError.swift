public import Evidence
internal import COpenSSL

/// Why a cryptographic operation gave no answer. A signature that does not verify is an answer, and no error.
public enum CryptographyError: Error, Sendable, Hashable {
  /// The bytes are no public key in its one DER form, or the point is not on its curve.
  case malformedKey(String)
  /// A key of a kind that no policy here takes, by the identifier of its algorithm or curve.
  case unsupportedKey(dottedOID: String)
  /// A key that anyone could forge signatures for, or that is too large to verify with in bounded time.
  case unsafeKey(String)
  /// The scheme is for another kind of key.
  case schemeDoesNotFitKey(SignatureScheme)
  /// A digest, or its salt, that the scheme or the key does not take.
  case unusableForm(String)
  /// An AlgorithmIdentifier that names no scheme of ours, or does so with wrong parameters.
  case unsupportedAlgorithm(String)
  /// No path from the certificate to an anchor. `depth` counts from the leaf, which is 0.
  case noPath(depth: Int, reason: String)
  /// A password or shared secret that is too short or too long. Nothing of it is said.
  case malformedSecret(String)
  /// libcrypto failed where it should not.
  case library(function: String, reason: String)
}

extension CryptographyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformedKey(let why): "malformed public key: \(why)"
    case .unsupportedKey(let oid):
      "public keys of kind \(oid) are not supported: use RSA, a named curve, Ed25519 or Ed448"
    case .unsafeKey(let why): "unsafe public key: \(why)"
    case .schemeDoesNotFitKey(let scheme): "signature scheme \(scheme) is for another kind of key"
    case .unusableForm(let why): "cannot be verified: \(why)"
    case .unsupportedAlgorithm(let why): "unsupported signature algorithm: \(why)"
    case .noPath(let depth, let reason): "no certificate path: \(reason) (certificate \(depth) from the leaf)"
    case .malformedSecret(let why): "unusable secret: \(why)"
    case .library(let function, let reason): "\(function) of libcrypto failed: \(reason)"
    }
  }
}

extension CryptographyError {
  static let notCanonical = malformedKey("the SubjectPublicKeyInfo is not in its canonical encoding")

  /// Takes the reason from this thread's error queue and empties it.
  /// The corresponding C functions are `ERR_peek_last_error` and `ERR_reason_error_string`.
  static func library(_ function: String) -> CryptographyError {
    let reason = ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) } ?? "no reason given"
    ERR_clear_error()
    return .library(function: function, reason: reason)
  }
}
