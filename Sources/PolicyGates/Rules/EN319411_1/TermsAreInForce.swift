internal import Evidence

/// The terms that the subscriber was given are those of the TSP, for this policy, at that time.
struct TermsAreInForce: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-02.terms_unknown", source: .en319411part1("REG-6.3.4-02"), scope: .subjects,
    duties: [.i6, .r9])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.agreement != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let agreement = facts.application?.agreement
    let version = agreement?.termsVersion ?? "absent"
    guard let terms = facts.terms, terms.sha256 == agreement?.termsSHA256 else {
      return [
        Violation(
          field: "application.agreement.termsVersion", found: version,
          required: "a version of the practices, with its termsSha256")
      ]
    }
    let at = agreement?.providedAt ?? facts.now
    guard let policy = facts.content.policy, terms.policies.contains(policy), terms.isInForce(at: at) else {
      return [
        Violation(
          field: "application.agreement.termsVersion", found: version,
          required: "terms for this policy, in force at \(at)")
      ]
    }
    return []
  }
}
