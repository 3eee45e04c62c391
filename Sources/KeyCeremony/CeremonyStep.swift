internal import Documents

/// One act of a ceremony. To add a verb, write a type in `Steps/` and name it in `Script.verbs`.
protocol CeremonyStep: Sendable {
  static var verb: String { get }
  /// Unique in the script; other steps refer to it.
  var id: String { get }

  /// Reads the members of the step's own; `id` and `verb` are taken already.
  init(id: String, _ fields: inout Fields) throws(DocumentError)

  /// What is wrong between this step and those before it; the path begins at the step.
  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem?

  /// What the step would do: names and values for people who review the script.
  var plan: [PlanLine] { get }

  /// Checks all that can be known without the token.
  func check(_ check: inout ScriptCheck)

  /// Checks the rest on the open token, before anything is made on it.
  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError)

  /// Does it: intent on record, act, verification, outcome on record.
  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError)
}

/// One line of a plan.
struct PlanLine: Sendable, Hashable {
  let name: String
  let value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
