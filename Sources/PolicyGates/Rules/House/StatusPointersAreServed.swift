internal import DER
internal import Evidence
internal import X509

/// A pointer to a service that nobody runs leaves readers without status.
struct StatusPointersAreServed: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.status_pointer_not_served",
    source: .en319412part2("GEN-4.3.11-1, GEN-4.4.1-5", house: true), scope: .subjects)

  func applies(to content: CertificateContent) -> Bool {
    content.statusServices != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let services = content.statusServices else { return [] }
    let hasCRL = content.extensionValue(CRLDistributionPoints.self) != .absent
    let access = content.extensionValue(AuthorityInformationAccess.self).value
    let hasOCSP = access?.descriptions.contains { $0.method == .ocspAccess } ?? false
    return [Violation].unless(
      services.crl || !hasCRL, "extensions.cRLDistributionPoints", found: "present",
      required: "absent, as the CA runs no CRLs")
      + .unless(
        services.ocsp || !hasOCSP, "extensions.authorityInfoAccess.ocsp", found: "present",
        required: "absent, as the CA runs no OCSP")
  }
}
