internal import Cryptography
internal import Documents
internal import Evidence

/// One act of a ceremony. To add a verb, write a type in `Steps/` and name it in `Script.verbs`.
protocol CeremonyStep: Sendable {
  static var verb: String { get }
  /// The members that every step has.
  var head: StepHead { get }

  /// Reads the members of the step's own; those of the head are taken already.
  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError)

  /// What is wrong between this step and those before it; the path begins at the step.
  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem?

  /// What the step would do: names and values for people who review the script.
  var plan: [PlanLine] { get }

  /// Checks all that can be known without the token.
  func check(_ check: inout ScriptCheck)

  /// Checks the rest on the open token, before anything is made on it.
  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError)

  /// What approvals are given for, besides the plan: what preparing settled, such as a serial number.
  func inputs(in room: isolated CeremonyRoom) -> [String: JSONValue]

  /// Does it: intent on record, act, verification, outcome on record.
  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError)

  /// Rebuilds what later steps need of this one, which an earlier run finished; throws where the token disagrees.
  /// That files are as they were written has been looked at.
  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError)

  /// Carries on after an interruption that left more than approvals: finishes what was begun, or begins again where
  /// nothing was made. The step has not been prepared.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError)
}

extension CeremonyStep {
  var id: String { head.id }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? { nil }

  func check(_ check: inout ScriptCheck) {}

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {}

  func inputs(in room: isolated CeremonyRoom) -> [String: JSONValue] { [:] }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {}

  /// For steps that make nothing on a token: what they ask is asked again.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.prepareAgain(self)
    try await perform(in: room)
  }
}

/// A step that opens its token, by `CeremonyRoom.openForLaterSteps`: until then the token may not be there.
protocol TokenOpeningStep: CeremonyStep {}

/// A step that asks people questions, whoever has to approve it.
protocol AskingStep: CeremonyStep {}

/// What every step of a script has.
struct StepHead: Sendable {
  /// Unique in the script; other steps refer to it.
  let id: String
  /// The token that the step works on; nil for the first one.
  let token: String?
  /// Who has to approve the step; nil where the script's own list holds.
  let approvals: [ApprovalRequirement]?
  /// Lines that are read aloud before the step.
  let aloud: [String]

  init(id: String, token: String? = nil, approvals: [ApprovalRequirement]? = nil, aloud: [String] = []) {
    self.id = id
    self.token = token
    self.approvals = approvals
    self.aloud = aloud
  }

  init(_ fields: inout Fields) throws(DocumentError) {
    id = try fields.required("id", as: .identifier)
    token = try fields.optional("token", as: .identifier)
    approvals = try fields.optional("approve", as: ApprovalRequirement.list)
    aloud = try fields.optional("say", as: .list(of: .line, count: 1...12)) ?? []
  }
}

/// One line of a plan.
struct PlanLine: Sendable, Hashable {
  let name: String
  let value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  var json: JSONValue { .object(["name": .string(name), "value": .string(value)]) }
}
