internal import DER
internal import X509

/// A place of registration lies in a state.
struct JurisdictionIsComplete: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.7-1-4-2-4.jurisdiction_state_missing", source: .evGuidelines("7.1.4.2.4"),
    scope: .extendedValidation)

  func applies(to content: CertificateContent) -> Bool {
    content.hasSubject(.jurisdictionLocality)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.hasSubject(.jurisdictionStateOrProvince), "subject.jurisdictionStateOrProvince",
      found: "absent beside jurisdictionLocality", required: "present")
  }
}
