internal import Evidence

/// An electronic agreement should bear an advanced signature or seal.
struct ElectronicAgreementIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.ovr-6-3-4-02.agreement_not_signed", source: .en319411part2("OVR-6.3.4-02"),
    severity: .warning, scope: .qualified, duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool {
    facts.application?.agreement?.acceptance.map { $0.act != "signed paper" } ?? false
  }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let act = facts.application?.agreement?.acceptance?.act ?? ""
    return .unless(
      Self.signatures.contains(act), "application.agreement.acceptance.act", found: act,
      required: "one of \(Self.signatures.joined(separator: ", "))")
  }

  private static let signatures = ["advanced signature", "advanced seal", "qualified signature", "qualified seal"]
}
