internal import Documents
internal import Evidence

/// Reads a token that is open already aloud, and has a person confirm that it is the one.
struct IdentifyToken: AskingStep {
  static let verb = "identify-token"

  let head: StepHead
  let expected: TokenExpectation

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    expected = try fields.optional("expect", as: TokenExpectation.shape) ?? .none
  }

  var plan: [PlanLine] {
    [PlanLine("identify", head.token.map { "the token \($0), aloud" } ?? "the token, aloud")] + expected.plan
      + [PlanLine("type", "the serial number that stands on the token")]
  }

  /// Who approves sees which token it is about.
  func inputs(in room: isolated CeremonyRoom) -> [String: JSONValue] {
    (try? room.token.identity.json).map { ["token": $0] } ?? [:]
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.identifyToken(expected)
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try room.requireToken(evidence)
  }
}
