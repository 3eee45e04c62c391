internal import Documents
internal import Evidence

/// Somebody says something in their role: the text is read aloud, typed words stand for having said it, and their approval
/// of the step signs it, for the text is part of the plan.
struct Statement: CeremonyStep {
  static let verb = "statement"

  let head: StepHead
  let role: Role
  let text: [String]
  /// What is typed.
  let words: String

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    let role: Role = try fields.required("by", as: .choice)
    text = try fields.required("text", as: .list(of: .line, count: 1...40))
    words = try fields.optional("words", as: .line) ?? "I so state"
    self.role = role
    if let approvals = head.approvals, !approvals.contains(where: { $0.role == role && $0.count > 0 }) {
      throw fields.error("by", "the \(role.title) states this, so 'approve' has to name that role too")
    }
    self.head = StepHead(
      id: head.id, token: head.token, approvals: head.approvals ?? [ApprovalRequirement(role)], aloud: head.aloud)
  }

  var plan: [PlanLine] {
    [PlanLine("statement by", role.title)] + text.map { PlanLine("text", $0) } + [PlanLine("type", words)]
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let person = try await room.person(of: role, "by")
    let typed = try await room.ask(
      Question("words", "\(person) types: \(words)", aloud: text, .word(words)))
    try await room.witnessed([
      "by": .string(person), "role": .string(role.rawValue), "text": .array(text.map(JSONValue.string)),
      "typed": .string(typed),
    ])
  }
}
