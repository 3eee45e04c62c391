internal import X509

/// Readers build paths with it; for a subject the standard only recommends it.
struct SubjectKeyIdentifierIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-2.subject_key_identifier_missing", source: .rfc5280("4.2.1.2"), severity: .warning,
    scope: .endEntities.subtracting(.browserForum))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier.isEmpty == false,
      "extensions.subjectKeyIdentifier", found: "absent or empty", required: "present")
  }
}
