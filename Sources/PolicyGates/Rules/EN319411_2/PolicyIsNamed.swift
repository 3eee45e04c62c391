internal import DER
internal import Evidence
internal import X509

/// The certificate names the policy that it was issued under. Another identifier alone would do only if a CP told what
/// it builds on (GEN-6.6.1-07), and there is no register of CPs here.
struct PolicyIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.gen-6-6-1-05.policy_identifier_missing", source: .en319411part2("GEN-6.6.1-05, GEN-6.3.3-02")
  )

  func applies(to content: CertificateContent) -> Bool { !content.isCA }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let policy = content.policy else { return [] }
    let found = content.extensionValue(CertificatePolicies.self).value?.identifiers.map(\.description) ?? []
    return .unless(
      found.contains(policy.dottedOID), "extensions.certificatePolicies",
      found: found.isEmpty ? "absent" : found.joined(separator: ", "),
      required: "\(policy.dottedOID) (\(policy.rawValue))")
  }
}
