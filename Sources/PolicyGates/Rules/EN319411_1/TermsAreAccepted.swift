internal import Evidence

/// A wilful act that evidence supports accepts the terms. It may follow issuance, where a time is set by which it is on
/// record and the practices allow as much.
struct TermsAreAccepted: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-08.not_accepted", source: .en319411part1("REG-6.3.4-08"), scope: .subjects,
    duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.agreement != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    guard let agreement = facts.application?.agreement else { return [] }
    if let acceptance = agreement.acceptance {
      let isEvidenced =
        acceptance.record != nil && acceptance.by != nil && acceptance.at.map { $0 <= facts.now } == true
      return .unless(
        isEvidenced, "application.agreement.acceptance",
        found: "\(acceptance.act) without who, when or where it is kept",
        required: "an act with by, at and record, not in the future")
    }
    guard let due = agreement.acceptanceDue else {
      return [
        Violation(
          field: "application.agreement.acceptance", found: "absent",
          required: "an act, or acceptanceDue where it follows")
      ]
    }
    let latest = facts.now.adding(days: Int64(clamping: facts.service.practices?.acceptanceDays ?? 0))
    return .unless(
      facts.now < due && due <= latest, "application.agreement.acceptanceDue", found: "\(due)",
      required: "after \(facts.now), at latest \(latest)")
  }
}
