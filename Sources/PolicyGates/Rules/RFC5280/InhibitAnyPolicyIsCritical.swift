internal import DER
internal import X509

/// A reader that does not know the limit on anyPolicy must not go past it.
struct InhibitAnyPolicyIsCritical: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-14.inhibit_any_policy_not_critical", source: .rfc5280("4.2.1.14"), scope: .cas)

  func applies(to content: CertificateContent) -> Bool { content.extensionValue(InhibitAnyPolicy.self).critical != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(InhibitAnyPolicy.self).critical == true, "extensions.inhibitAnyPolicy",
      found: "not critical",
      required: "critical")
  }
}
