internal import Evidence
internal import X509

/// Nobody looks for a website's key by it, and it costs bytes in every handshake.
struct SubjectKeyIdentifierIsOmitted: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-6.subject_key_identifier", source: .baselineRequirements("7.1.2.7.6"), severity: .warning,
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(SubjectKeyIdentifier.self) == .absent, "extensions.subjectKeyIdentifier", found: "present",
      required: "absent")
  }
}
