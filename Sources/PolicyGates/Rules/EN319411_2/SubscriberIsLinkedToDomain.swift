internal import Evidence

/// A qualified certificate for a website says who stands behind the domain: that link is verified.
struct SubscriberIsLinkedToDomain: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.reg-6-2-2-04.domain_link_missing", source: .en319411part2("REG-6.2.2-04"),
    scope: .qualifiedWeb, duties: [.a3])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    (facts.application?.domains ?? []).enumerated().filter { $0.element.subscriberLink == nil }.map {
      Violation(
        field: "application.domains[\($0.offset)].subscriberLink", found: "absent",
        required: "what links the subscriber with \($0.element.domain)")
    }
  }
}
