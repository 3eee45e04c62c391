internal import DER
internal import X509

/// The policy for payment services adds to a qualified website's, and says nothing without the roles.
struct PSD2PolicyHasItsStatement: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_495.ovr-6-1-3.psd2_policy", source: .ts119495("OVR-6.1-3, GEN-5.1-1"), scope: .subjects)

  func applies(to content: CertificateContent) -> Bool {
    content.policyIdentifiers.contains(Self.policy)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let isWeb = content.scope.map { RuleScope.qualifiedWeb.contains($0) } == true
    return [Violation].unless(
      isWeb, "extensions.certificatePolicies", found: "\(Self.policy)", required: "absent but for qualified websites")
      + .unless(
        !isWeb || content.qcStatements?.contains(.qcPSD2) == true, "extensions.qcStatements.psd2", found: "absent",
        required: "present beside policy \(Self.policy)")
  }

  private static let policy = ObjectIdentifier(0, 4, 0, 19495, 3, 1)
}
