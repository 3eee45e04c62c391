internal import DER
internal import X509

/// Any policy is a CA's; a subject has one of them.
struct AnyPolicyIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-9.any_policy", source: .baselineRequirements("7.1.2.7.9"), scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    !content.policyIdentifiers.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.policyIdentifiers.contains(.anyPolicy), "extensions.certificatePolicies", found: "anyPolicy",
      required: "policies by name")
  }
}
