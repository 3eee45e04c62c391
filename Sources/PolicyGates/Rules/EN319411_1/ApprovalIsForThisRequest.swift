internal import Evidence

/// An approval names what it approves: policy, event, registration and key, or the order by which the gateway made the key. One
/// for another request approves nothing here (R-I1).
struct ApprovalIsForThisRequest: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-2-00a.approval_for_another", source: .en319411part1("GEN-6.3.2-00A"),
    scope: .subjects, duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { !facts.approvals.isEmpty }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.approvals.enumerated().flatMap { index, approval -> [Violation] in
      let members: [(String, String, String)] = [
        ("policy", approval.policy.rawValue, facts.content.policy?.rawValue ?? "none"),
        ("event", approval.event.rawValue, facts.event.rawValue),
        ("registrationSha256", approval.registrationSHA256.hex, facts.registrationSHA256?.hex ?? "absent"),
      ]
      return (members + key(approval, facts)).filter { $0.1 != $0.2 }.map {
        Violation(
          field: "application.processing.approvals[\(index)].\($0.0)", found: $0.1, required: "\($0.2), as requested")
      }
    }
  }

  /// Whatever it names has to be right, and one of both has to be named.
  private func key(_ approval: Approval, _ facts: ProcessFacts) -> [(String, String, String)] {
    let order = approval.enrolmentSHA256.map {
      ("enrolmentSha256", $0.hex, facts.enrolmentSHA256?.hex ?? "absent: this gateway made the key by no order")
    }
    let key = facts.content.subjectKey.spkiSHA256.hex
    let named = ("subjectKeySha256", approval.subjectKeySHA256?.hex ?? "absent", key)
    guard let order else { return [named] }
    return approval.subjectKeySHA256 == nil ? [order] : [order, named]
  }
}
