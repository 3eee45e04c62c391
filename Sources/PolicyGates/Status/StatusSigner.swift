internal import DER
public import Evidence
public import X509

/// Who is to sign a list or an answer: the CA itself, or somebody to whom it delegated that by a certificate.
public struct StatusSigner: Sendable {
  public let certificate: TBSCertificate
  /// Of the certificate.
  public let publicKey: KeyFacts
  /// The key on the token.
  public let key: KeyIdentity
  /// Whether the CA's key verifies the certificate; of no account where it is the CA's own.
  public let isSignedByTheCA: Truth

  public init(certificate: TBSCertificate, publicKey: KeyFacts, key: KeyIdentity, isSignedByTheCA: Truth) {
    self.certificate = certificate
    self.publicKey = publicKey
    self.key = key
    self.isSignedByTheCA = isSignedByTheCA
  }

  /// Whether the key is the CA's own.
  func isTheCA(_ issuer: TBSCertificate) -> Bool {
    certificate.subject.derBytes == issuer.subject.derBytes
      && certificate.subjectPublicKeyInfo.derBytes == issuer.subjectPublicKeyInfo.derBytes
  }

  /// Whether the CA delegated to the certificate's key.
  func isDelegated(by issuer: TBSCertificate) -> Bool {
    certificate.issuer.derBytes == issuer.subject.derBytes && isSignedByTheCA == .yes
  }

  /// The key that signs, and verifies after, is the one in the certificate and no other on the token.
  func keyViolations(_ field: String) -> [Violation] {
    [Violation].unless(
      publicKey.spki == certificate.subjectPublicKeyInfo.derBytes, "\(field).subjectPublicKeyInfo",
      found: "facts about another key", required: "facts about the certificate's key")
      + .unless(
        key.spkiSHA256 == publicKey.spkiSHA256, "\(field).subjectPublicKeyInfo", found: "\(publicKey.spkiSHA256)",
        required: "the key that is to sign, \(key.spkiSHA256)")
  }

  /// The scheme that an algorithm asks for, where the key can make it.
  func scheme(_ algorithm: AlgorithmIdentifier) -> SignatureScheme? {
    SignatureScheme(algorithm).flatMap { publicKey.fits($0) ? $0 : nil }
  }

  func schemeViolations(_ algorithm: AlgorithmIdentifier) -> [Violation] {
    .unless(
      scheme(algorithm) != nil, "signature", found: "\(algorithm.algorithm)",
      required: "an agreed algorithm of the signer's \(publicKey.kind.label) key")
  }
}

extension KeyFacts {
  /// Whether the key can make such signatures, and its certificate lets it.
  func fits(_ scheme: SignatureScheme) -> Bool {
    let suits =
      switch (scheme, kind) {
      case (.ecdsa, .ec), (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ed25519, .ed25519), (.ed448, .ed448): true
      default: false
      }
    return suits && allows(scheme)
  }
}

extension Time {
  /// The same day and time twelve months on; where there is no such day, the last one before it. Nil after the year 9998.
  var twelveMonthsLater: Time? {
    let text = "\(self)"
    guard let year = Int(text.prefix(4)), year < 9999 else { return nil }
    let digits = String(year + 1)
    let later = String(repeating: "0", count: max(0, 4 - digits.count)) + digits + text.dropFirst(4)
    let instant = Instant(later) ?? Instant(later.replacingLeapDay)
    return instant.flatMap {
      Time(secondsSinceEpoch: $0.seconds, encoding: encoding) ?? Time(secondsSinceEpoch: $0.seconds)
    }
  }
}

extension String {
  fileprivate var replacingLeapDay: String { "\(prefix(5))02-28\(dropFirst(10))" }
}
