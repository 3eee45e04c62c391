internal import DER
internal import X509

/// Each role has its number and its name; who has none is unspecified, and that alone. Roles outside the arc of this standard are
/// others' to name.
struct PSD2RolesAreRegistered: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_495.gen-5-2-2-2.role", source: .ts119495("GEN-5.2.2-1 to GEN-5.2.2-4, REG-5.2.2-5"),
    scope: [.qualifiedWeb, .qualifiedSeals])

  func applies(to content: CertificateContent) -> Bool {
    content.psd2Statement != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let roles = content.psd2Statement?.roles ?? []
    let unknown = roles.filter { $0.id.isBelow(Self.arc) && PSD2Roles.names[$0.id] != $0.name }.map {
      Violation(
        field: "extensions.qcStatements.psd2", found: "\($0.id) \($0.name)",
        required: "a registered role under its own name")
    }
    let isMixed = roles.count > 1 && roles.contains { $0.id == PSD2Roles.unspecified }
    return unknown
      + .unless(
        !isMixed, "extensions.qcStatements.psd2", found: "Unspecified beside other roles", required: "alone")
  }

  private static let arc = ObjectIdentifier(0, 4, 0, 19495, 1)
}
