internal import DER
internal import Evidence
internal import X509

/// The policy that a TSP's own builds on is the one that the certificate is judged by.
struct TSPPolicyBuildsOnTheDeclared: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.gen-6-6-1-07.base_policy_differs", source: .en319411part2("GEN-6.6.1-07"), scope: .subjects,
    duties: [.i2, .b1])

  func applies(to content: CertificateContent) -> Bool { !content.registeredPolicies.isEmpty }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let policy = content.policy else { return [] }
    return content.registeredPolicies.filter { !$0.entries.contains { $0.base == policy } }.map { oid, entries in
      let bases = Set(entries.map(\.base.rawValue)).sorted().joined(separator: ", ")
      return Violation(
        field: "extensions.certificatePolicies", found: "\(oid), which builds on \(bases)",
        required: "a policy that builds on \(policy.rawValue)")
    }
  }
}
