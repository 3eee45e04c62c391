internal import Documents
internal import Evidence

/// Somebody says something in their role: the text is read aloud, typed words stand for having said it, and their approval
/// of the step signs it, for the text is part of the plan.
struct Statement: AskingStep {
  static let verb = "statement"

  let head: StepHead
  let role: Role
  let text: [String]
  /// What is typed.
  let words: String

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    role = try fields.required("by", as: .choice)
    text = try fields.required("text", as: Statement.lines)
    words = try fields.optional("words", as: .line) ?? "I so state"
    // Who states it signs it, whoever else approves.
    var approvals = head.approvals ?? []
    if !approvals.contains(where: { [role] in $0.role == role }) { approvals.append(ApprovalRequirement(role)) }
    self.head = StepHead(id: head.id, token: head.token, approvals: approvals, aloud: head.aloud)
  }

  private static var lines: FieldShape<[String]> {
    .text("1 to 40 lines of text") { text in
      let lines = text.split(separator: "\n").map { String($0) }
      let fits = lines.allSatisfy { line in
        (1...255).contains(line.unicodeScalars.count) && line.unicodeScalars.allSatisfy { !$0.movesTheCursor }
      }
      return (1...40).contains(lines.count) && fits ? lines : nil
    }
  }

  var plan: [PlanLine] {
    [PlanLine("statement by", role.title)] + text.map { PlanLine("text", $0) } + [PlanLine("type", words)]
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let person = try await room.person(of: role, "by")
    let typed = try await room.ask(
      Question("words", "\(room.name(person)) types: \(words)", aloud: text, .word(words)))
    try await room.witnessed([
      "by": .string(person), "role": .string(role.rawValue), "text": .array(text.map(JSONValue.string)),
      "typed": .string(typed),
    ])
  }
}
