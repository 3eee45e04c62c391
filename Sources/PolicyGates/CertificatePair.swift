internal import DER
public import Evidence
public import X509

/// A certificate to be signed beside the precertificate that logs answered for (RFC 6962, 3.1).
public struct CertificatePair: Sendable {
  /// What came as the precertificate.
  public enum Precertificate: Sendable, Hashable {
    case absent
    case malformed(X509Error)
    case read(Certificate)

    var tbs: TBSCertificate? {
      if case .read(let certificate) = self { certificate.tbsCertificate } else { nil }
    }
  }

  public let content: CertificateContent
  public let precertificate: Precertificate
  /// Whether the issuer's key verifies the precertificate's signature. It takes cryptography, so it comes from outside.
  public let signatureVerified: Truth

  /// From the precertificate's DER; nil where there is none.
  public init(content: CertificateContent, precertificate: [UInt8]?, signatureVerified: Truth) {
    self.content = content
    self.signatureVerified = signatureVerified
    guard let precertificate else {
      self.precertificate = .absent
      return
    }
    do { self.precertificate = .read(try Certificate(der: precertificate)) } catch {
      self.precertificate = .malformed(error)
    }
  }
}

extension CertificatePair: Scoped {
  public var scope: RuleScope? { content.scope }
}
