internal import X509

/// The certificates that a CA issues point at its key identifier.
struct CASubjectKeyIdentifierIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-2.ca_subject_key_identifier_missing", source: .rfc5280("4.2.1.2"), scope: .cas)

  func check(_ content: CertificateContent) -> [Violation] {
    let identifier = content.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier ?? []
    return .unless(
      !identifier.isEmpty, "extensions.subjectKeyIdentifier", found: "absent or empty", required: "present")
  }
}
