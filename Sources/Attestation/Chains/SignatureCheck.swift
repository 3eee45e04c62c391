internal import Cryptography
internal import Evidence

/// Who says whether a signature is good. A program takes `cryptographic`; there is nothing else for it to take.
///
/// Fuzzing lets the input say it, so that what stands behind a good signature is reached without a private key.
package struct SignatureCheck: Sendable {
  package typealias Word = @Sendable (_ signature: [UInt8], _ spki: [UInt8]) -> Bool

  /// Nil where the cryptography decides.
  let word: Word?

  package static let cryptographic = SignatureCheck(word: nil)

  /// For fuzzing and its tests: nothing is verified.
  package static func unverified(_ word: @escaping Word) -> SignatureCheck { SignatureCheck(word: word) }

  /// As `PublicKey.verify`, for a key (SubjectPublicKeyInfo, DER) that is read only where it is needed.
  func holds(
    _ signature: [UInt8], over message: [UInt8], by spki: [UInt8], _ scheme: AttestationScheme
  ) throws(CryptographyError) -> Bool {
    if let word { return word(signature, spki) }
    return try PublicKey(spki: spki).verify(signature: signature, over: message, scheme: scheme)
  }

  func holds(
    _ signature: [UInt8], over message: [UInt8], by key: PublicKey, _ scheme: AttestationScheme
  ) throws(CryptographyError) -> Bool {
    if let word { return word(signature, key.facts.spki) }
    return try key.verify(signature: signature, over: message, scheme: scheme)
  }
}
