internal import DER
public import Evidence
public import X509

/// What there is to say of a file besides the fields of its TBSCertificate. It takes cryptography to find out, so it
/// comes from outside.
public struct CertificateForm: Sendable, Hashable {
  /// What of it is not as the syntax wants it, the key included.
  public let defects: [Violation]
  /// Whether the algorithm beside the signature is the signed one; unknown for what is not signed yet.
  public let algorithmsAgree: Truth
  public let signature: SignatureCheck

  public init(
    defects: [Violation] = [], algorithmsAgree: Truth = .unknown, signature: SignatureCheck = .notMade
  ) {
    self.defects = defects
    self.algorithmsAgree = algorithmsAgree
    self.signature = signature
  }

  /// What could not be read, and the field that is the cause.
  public init(unreadable error: X509Error) {
    let path = error.cause.path.filter { $0 != "tbsCertificate" && Int($0) == nil }
    let names = path.map { element in
      ObjectIdentifier(element).flatMap { KnownExtension.name($0) ?? NameAttribute.name($0) } ?? element
    }
    self.init(defects: [
      Violation(
        field: names.isEmpty ? "certificate" : names.joined(separator: "."),
        found: "\(error.cause.found), at offset \(error.cause.offset)",
        required: error.cause.required + (path.first.flatMap { Self.clauses[$0] }.map { " (\($0))" } ?? ""))
    ])
  }

  /// Where RFC 5280 speaks of each field.
  private static let clauses = [
    "version": "4.1.2.1", "serialNumber": "4.1.2.2", "signature": "4.1.2.3", "issuer": "4.1.2.4",
    "validity": "4.1.2.5", "subject": "4.1.2.6", "subjectPublicKeyInfo": "4.1.2.7", "issuerUniqueID": "4.1.2.8",
    "subjectUniqueID": "4.1.2.8", "extensions": "4.2", "signatureAlgorithm": "4.1.1.2",
  ]
}

/// What came of verifying a signature with the issuer's key.
public enum SignatureCheck: Sendable, Hashable {
  /// The signature or the issuer's key is not there.
  case notMade
  case verified
  case failed
  /// Nothing here computes the algorithm, so that nobody knows; the algorithm's identifier, dotted.
  case notPossible(dottedOID: String)
}

extension CertificateForm: Scoped {
  public var scope: RuleScope? { nil }
}
