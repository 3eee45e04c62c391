public import Cryptography
public import Evidence
internal import X509

/// Whose statements about devices count: public keys of vendors' roots, intermediates or single certificates.
public struct PasskeyAnchors: Sendable {
  public let keys: [PublicKey]
  /// When certificates have to be valid.
  public let time: Instant

  public init(keys: [PublicKey], at time: Instant) {
    self.keys = keys
    self.time = time
  }

  /// No vendor's word counts.
  public static let none = PasskeyAnchors(keys: [], at: Instant(seconds: 0))

  /// The first anchor that a chain, leaf first, comes from: the key of one of its certificates, or one that signed it.
  ///
  /// Every certificate up to there is valid at the time and signed by the next, which is a CA; names chain.
  /// Revocation is not asked: vendors publish none for devices.
  func anchor(of chain: [Certificate]) -> PublicKey? {
    for (index, certificate) in chain.enumerated() {
      let tbs = certificate.tbsCertificate
      guard tbs.validity.contains(secondsSinceEpoch: time.seconds) else { return nil }
      if index > 0 {
        guard case .present(let constraints, _) = tbs.extensionValue(BasicConstraints.self), constraints.isCA else {
          return nil
        }
      }
      if let pinned = keys.first(where: { $0.facts.spki == tbs.subjectPublicKeyInfo.derBytes }) { return pinned }
      if let signer = keys.first(where: { (try? certificate.isSigned(by: $0)) == true }) { return signer }
      guard index + 1 < chain.count else { return nil }
      let issuer = chain[index + 1].tbsCertificate
      guard issuer.subject == tbs.issuer, let key = try? PublicKey(issuer.subjectPublicKeyInfo),
        (try? certificate.isSigned(by: key)) == true
      else { return nil }
    }
    return nil
  }
}
