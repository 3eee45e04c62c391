internal import X509

/// A short-term certificate without a pointer says that there is none, so that none is looked for.
struct ShortTermSaysNoRevocation: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-11-2a.no_rev_avail_missing", source: .en319412part2("GEN-4.3.11-2A, GEN-4.4.1-8A"),
    scope: .subjects,
    baselines: [.etsi2026])

  func applies(to content: CertificateContent) -> Bool {
    content.isValidityAssured && content.hasNoRevocationPointer
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(NoRevAvail.self).value != nil, "extensions.noRevAvail", found: "absent",
      required: "present")
  }
}
