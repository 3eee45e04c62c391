internal import Evidence

/// An approval names what it approves: policy, event, registration and key. One for another request approves nothing here (R-I1).
struct ApprovalIsForThisRequest: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-2-00a.approval_for_another", source: .en319411part1("GEN-6.3.2-00A"),
    scope: .subjects, duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { !facts.approvals.isEmpty }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.approvals.enumerated().flatMap { index, approval -> [Violation] in
      let key = facts.content.subjectKey.spkiSHA256
      let members: [(String, String, String)] = [
        ("policy", approval.policy.rawValue, facts.content.policy?.rawValue ?? "none"),
        ("event", approval.event.rawValue, facts.event.rawValue),
        ("registrationSha256", approval.registrationSHA256.hex, facts.registrationSHA256?.hex ?? "absent"),
        ("subjectKeySha256", approval.subjectKeySHA256?.hex ?? "absent", key.hex),
      ]
      return members.filter { $0.1 != $0.2 }.map {
        Violation(
          field: "application.processing.approvals[\(index)].\($0.0)", found: $0.1, required: "\($0.2), as requested")
      }
    }
  }
}
