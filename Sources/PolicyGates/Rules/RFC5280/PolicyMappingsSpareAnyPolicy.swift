internal import DER
internal import X509

/// A mapping from or to anyPolicy would make every policy any other.
struct PolicyMappingsSpareAnyPolicy: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-5.any_policy_mapped", source: .rfc5280("4.2.1.5"), scope: .cas)

  func applies(to content: CertificateContent) -> Bool { content.extensionValue(PolicyMappings.self).value != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    let mappings = content.extensionValue(PolicyMappings.self).value?.mappings ?? []
    return .unless(
      !mappings.contains { $0.issuerDomainPolicy == .anyPolicy || $0.subjectDomainPolicy == .anyPolicy },
      "extensions.policyMappings", found: "\(ObjectIdentifier.anyPolicy) (anyPolicy)", required: "other policies")
  }
}
