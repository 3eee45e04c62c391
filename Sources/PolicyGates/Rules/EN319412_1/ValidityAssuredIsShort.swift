internal import Evidence
internal import X509

/// Within the time that a revocation takes to be published, at most 24 hours (EN 319 411-1 REV-6.2.4-03A) and less where
/// the practice statement says so, status tells nothing new.
struct ValidityAssuredIsShort: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_1.5-2-2.validity_assured_too_long", source: .en319412part1("5.2.2, EN 319 411-1 GEN-6.6.1-05"))

  func applies(to content: CertificateContent) -> Bool { content.isValidityAssured }

  func check(_ content: CertificateContent) -> [Violation] {
    let validity = content.tbs.validity
    let limit = min(86_400, content.statusServices?.maximumRevocationSeconds ?? 86_400)
    return .unless(
      content.validitySeconds < limit, "extensions.validityAssuredShortTerm",
      found: "valid from \(validity.notBefore) to \(validity.notAfter)",
      required: "a validity shorter than \(limit == 86_400 ? "24 hours" : "\(limit) seconds")")
  }
}
