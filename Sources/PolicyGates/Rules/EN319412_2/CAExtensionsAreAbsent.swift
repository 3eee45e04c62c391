internal import DER
internal import X509

/// Policy mappings, name and policy constraints and inhibitAnyPolicy are a CA's.
struct CAExtensionsAreAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-4-1.ca_extension_present",
    source: .en319412part2("GEN-4.3.4-1, GEN-4.3.8-1, GEN-4.3.9-1, GEN-4.3.12-1"), scope: .endEntities)

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.extensions.map(\.oid).filter(Self.forbidden.contains).map {
      Violation(field: KnownExtension.field($0), found: "present", required: "absent")
    }
  }

  private static let forbidden = [NameConstraints.oid, PolicyMappings.oid, PolicyConstraints.oid, InhibitAnyPolicy.oid]
}
