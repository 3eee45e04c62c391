internal import Evidence

/// A natural person has sole control of a signing key, a legal person control (R-Q4).
struct ControlFitsSubject: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-3-5-08.control",
    source: .en319411part2("SDP-6.3.5-08, -09, EN 319 411-1 OVR-6.3.5-01 e)"),
    scope: [.qualifiedSignatures, .qualifiedSeals, RuleScope(.ncp, .ncpPlus)], duties: [.q4])

  func applies(to facts: ProcessFacts) -> Bool { facts.subjectIsAPerson && facts.content.keyIsForCommitment }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let required: ControlKind = facts.application?.registration?.subjectKind == .legalPerson ? .control : .soleControl
    let found = facts.application?.control?.kind
    return .unless(
      found == required || (required == .control && found == .soleControl), "application.control.kind",
      found: found?.rawValue ?? "absent", required: required.rawValue)
  }
}
