internal import X509

/// Within the time that a revocation takes to be published, at most 24 hours (EN 319 411-1 REV-6.2.4-03A), status tells
/// nothing new.
struct ValidityAssuredIsShort: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_1.5-2-2.validity_assured_too_long", source: .en319412part1("5.2.2, EN 319 411-1 GEN-6.6.1-05"))

  func applies(to content: CertificateContent) -> Bool { content.isValidityAssured }

  func check(_ content: CertificateContent) -> [Violation] {
    let validity = content.tbs.validity
    let (seconds, overflow) = validity.notAfter.secondsSinceEpoch
      .subtractingReportingOverflow(validity.notBefore.secondsSinceEpoch)
    // Both ends belong to the period, which must be shorter than a day.
    return .unless(
      !overflow && seconds + 1 < 86_400, "extensions.validityAssuredShortTerm",
      found: "valid from \(validity.notBefore) to \(validity.notAfter)", required: "a validity shorter than 24 hours")
  }
}
