internal import Evidence
internal import X509

/// Each later event opens the checks of application and processing again (clauses 6.3.6 to 6.3.8).
struct ApplicationIsCheckedAgain: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.6-3-6.application_not_checked_again", source: .en319411part1("6.3.6, 6.3.7, 6.3.8"),
    scope: .subjects, duties: [.l4])

  func applies(to facts: LifecycleFacts) -> Bool { facts.change.isSubsequent }

  func check(_ facts: LifecycleFacts) -> [Violation] {
    guard let checked = facts.application?.lifecycle?.revalidatedAt else {
      return [
        Violation(
          field: "application.lifecycle.revalidatedAt", found: "absent",
          required: "when the application was checked again")
      ]
    }
    let issued = facts.change.previous.map { Instant(seconds: $0.tbs.validity.notBefore.secondsSinceEpoch) }
    return .unless(
      checked <= facts.now && issued.map { checked > $0 } ?? true, "application.lifecycle.revalidatedAt",
      found: "\(checked)",
      required: "after the previous certificate was issued and not in the future")
  }
}
