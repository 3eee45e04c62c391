internal import DER
internal import X509

/// A policy is named at most once.
struct PoliciesAreUnique: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-4.policy_repeated", source: .rfc5280("4.2.1.4"))

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(CertificatePolicies.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let policies = content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    return policies.repeatedElements.map(\.description).sorted().map {
      Violation(field: "extensions.certificatePolicies", found: "\($0) more than once", required: "each policy once")
    }
  }
}
