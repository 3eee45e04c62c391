internal import DER
internal import X509

/// Conforming CAs generate no certificates with unique identifiers.
struct UniqueIdentifiersAreAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-8.unique_identifier_present", source: .rfc5280("4.1.2.8"))

  func check(_ content: CertificateContent) -> [Violation] {
    [("issuerUniqueID", content.tbs.issuerUniqueID), ("subjectUniqueID", content.tbs.subjectUniqueID)]
      .filter { $0.1 != nil }
      .map { Violation(field: $0.0, found: "present", required: "absent") }
  }
}
