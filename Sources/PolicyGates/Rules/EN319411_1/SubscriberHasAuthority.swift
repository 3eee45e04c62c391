internal import Evidence

/// Who subscribes for somebody else proves that they may.
struct SubscriberHasAuthority: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-2-2-19.authority_missing", source: .en319411part1("REG-6.2.2-19"), scope: .subjects,
    duties: [.b2, .a6])

  func applies(to facts: ProcessFacts) -> Bool { facts.subscriberIsAnother }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.registration?.subscriberAuthority != nil, "application.registration.subscriberAuthority",
      found: "absent", required: "the evidence that the subscriber may act for the subject")
  }
}
