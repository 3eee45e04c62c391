internal import X509

/// A short-term certificate without a pointer says that there is none. EN 319 412-2 makes it a duty from V2.5.1 on.
struct ShortTermShouldSayNoRevocation: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.css-6-3-10-01b.no_rev_avail_missing",
    source: .en319411part1("CSS-6.3.10-01B"), severity: .warning, scope: .subjects, baselines: [.cir2025])

  func applies(to content: CertificateContent) -> Bool {
    content.isValidityAssured && content.hasNoRevocationPointer
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(NoRevAvail.self).value != nil, "extensions.noRevAvail", found: "absent",
      required: "present")
  }
}
