internal import X509

/// Browsers show no qualifier, and each costs bytes in every handshake.
struct PolicyQualifiersAreAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-9.policy_qualifier_discouraged", source: .baselineRequirements("7.1.2.7.9"),
    severity: .warning, scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(CertificatePolicies.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let qualifiers = (content.extensionValue(CertificatePolicies.self).value?.policies ?? []).flatMap(\.qualifiers)
    let addresses = qualifiers.filter { if case .practiceStatement = $0 { true } else { false } }
    return .unless(
      addresses.isEmpty, "extensions.certificatePolicies", found: "the address of a practice statement",
      required: "no qualifier")
  }
}
