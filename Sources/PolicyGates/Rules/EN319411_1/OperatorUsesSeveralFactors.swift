internal import Evidence

/// An account that can cause a certificate to be issued is opened by more than one factor.
struct OperatorUsesSeveralFactors: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-5-5-04.operator_single_factor", source: .en319411part1("GEN-6.5.5-04"),
    scope: .subjects, duties: [.r4])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let account = facts.application?.operatorAuthentication
    return .unless(
      account?.multiFactor == true && account?.operatorID != nil, "application.operatorAuthentication",
      found: account == nil
        ? "absent" : "\(account?.operatorID ?? "nobody"), multiFactor \(account?.multiFactor == true)",
      required: "an operator, with several factors")
  }
}
