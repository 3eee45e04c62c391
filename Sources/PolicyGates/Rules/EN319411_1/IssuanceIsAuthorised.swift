internal import Evidence

/// A subscriber who is not the subject authorises the issuance to the subject.
struct IssuanceIsAuthorised: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-00f.issuance_not_authorised", source: .en319411part1("REG-6.3.1-00F"),
    scope: .subjects, duties: [.a6])

  func applies(to facts: ProcessFacts) -> Bool { facts.subscriberIsAnother }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.processing?.issuanceAuthorisation != nil, "application.processing.issuanceAuthorisation",
      found: "absent", required: "the subscriber's authorisation")
  }
}
