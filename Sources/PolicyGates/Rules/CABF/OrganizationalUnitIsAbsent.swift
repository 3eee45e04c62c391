internal import DER
internal import X509

/// Nobody can validate what a subject calls its parts.
struct OrganizationalUnitIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7.organizational_unit",
    source: .baselineRequirements("7.1.2.7.2 to 7.1.2.7.4, EVG 7.1.4.2.7"), scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.hasSubject(.organizationalUnitName), "subject.organizationalUnitName", found: "present",
      required: "absent")
  }
}
