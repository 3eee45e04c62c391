internal import Documents

/// Logs in to a token in the middle of a ceremony, reads it aloud, and prepares the steps that work on it.
struct OpenToken: TokenOpeningStep, AskingStep {
  static let verb = "open-token"

  let head: StepHead
  let expected: TokenExpectation

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    expected = try fields.optional("expect", as: TokenExpectation.shape) ?? .none
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    for (index, other) in zip(earlier.indices, earlier) where other.head.token == head.token {
      // A token that is initialised first is there, and not open.
      guard other is OpenToken || !(other is any TokenOpeningStep) else { continue }
      return Problem("token", "steps[\(index)] works on it already; open a token before the first step that needs it")
    }
    return nil
  }

  var plan: [PlanLine] {
    [PlanLine("open", head.token.map { "the token \($0)" } ?? "the token")] + expected.plan
      + [PlanLine("type", "the serial number that stands on the token")]
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.openForLaterSteps(room.script.token(of: self))
    try await room.identifyToken(expected)
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try room.requireToken(evidence)
  }
}
