internal import DER
internal import Evidence
internal import X509

/// A certificate is issued under a CP of its day.
struct TSPPolicyIsInForce: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.gen-6-6-1-07.policy_not_in_force", source: .en319411part2("GEN-6.6.1-07"), scope: .subjects,
    duties: [.i2, .r9])

  func applies(to content: CertificateContent) -> Bool { !content.registeredPolicies.isEmpty }

  func check(_ content: CertificateContent) -> [Violation] {
    content.registeredPolicies.filter { !$0.entries.contains { $0.isInForce(at: content.issuedAt) } }.map {
      oid, entries in
      let times = entries.map { "from \($0.from)" + ($0.until.map { " until \($0)" } ?? "") }
      return Violation(
        field: "extensions.certificatePolicies", found: "\(oid), in force \(times.joined(separator: ", "))",
        required: "a policy in force at \(content.issuedAt)")
    }
  }
}
