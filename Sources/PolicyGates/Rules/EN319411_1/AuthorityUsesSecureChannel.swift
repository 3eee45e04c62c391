internal import Evidence

/// Registration data from outside come over a channel on which both ends are authenticated (R-A8).
struct AuthorityUsesSecureChannel: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-2-02.channel_missing", source: .en319411part1("REG-6.3.2-02"), scope: .subjects,
    duties: [.a8])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration?.authority != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.processing?.channel != nil, "application.processing.channel", found: "absent",
      required: "the mutually authenticated channel of the authority")
  }
}
