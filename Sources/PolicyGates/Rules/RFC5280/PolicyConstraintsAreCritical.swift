internal import DER
internal import X509

/// A reader that does not know the limit on policies must not go past it.
struct PolicyConstraintsAreCritical: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-11.policy_constraints_not_critical", source: .rfc5280("4.2.1.11"), scope: .cas)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(PolicyConstraints.self).critical != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(PolicyConstraints.self).critical == true, "extensions.policyConstraints",
      found: "not critical",
      required: "critical")
  }
}
