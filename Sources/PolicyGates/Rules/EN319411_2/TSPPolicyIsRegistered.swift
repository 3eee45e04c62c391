internal import DER
internal import Evidence
internal import X509

/// What an identifier of the TSP's own means is told by its CP alone: one that the register does not know means nothing.
struct TSPPolicyIsRegistered: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.gen-6-6-1-07.policy_not_registered", source: .en319411part2("GEN-6.6.1-07"),
    scope: .subjects,
    duties: [.i2, .b1])

  func applies(to content: CertificateContent) -> Bool {
    content.policyRegister != nil && !content.policiesOfTheTSP.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.policiesOfTheTSP.filter { content.policyRegister?.entries(for: "\($0)").isEmpty != false }.map {
      Violation(field: "extensions.certificatePolicies", found: "\($0)", required: "a policy of the register")
    }
  }
}
