internal import DER
internal import X509

/// A reader that does not know the limit on names must not go past it.
struct NameConstraintsAreCritical: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-10.name_constraints_not_critical", source: .rfc5280("4.2.1.10"), scope: .cas)

  func applies(to content: CertificateContent) -> Bool { content.extensionValue(NameConstraints.self).critical != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(NameConstraints.self).critical == true, "extensions.nameConstraints",
      found: "not critical",
      required: "critical")
  }
}
