internal import X509

/// Nobody logs what is not for a website, so a poison there hides a certificate that nobody may use.
struct PrecertificateIsForWebsites: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.transparency.poison_outside_web", source: .house("precertificates are for websites"),
    scope: .everything.subtracting(.web))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.isPrecertificate, "extensions.precertificatePoison", found: "present",
      required: "absent but for websites")
  }
}
