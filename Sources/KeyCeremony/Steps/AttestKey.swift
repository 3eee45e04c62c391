internal import Documents
internal import Evidence

/// Writes down what the token says of a key that this ceremony made. It is the module's word: attributes that were read over
/// the host carry no signature of the device, and the document says so (`evidenceClass`).
struct AttestKey: CeremonyStep {
  static let verb = "attest-key"

  let head: StepHead
  /// The step that makes the key.
  let key: String
  let statementFile: String

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    key = try fields.required("key", as: .identifier)
    statementFile = try fields.required(
      "output", as: .object { fields throws(DocumentError) in try fields.required("statement", as: .line) })
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    let step = earlier.first { $0.id == key }
    return step is GenerateKey || step is RestoreKey
      ? nil : Problem("key", "no earlier step \"\(key)\" makes or restores a key")
  }

  var plan: [PlanLine] {
    [
      PlanLine("attest", "the key of \(key), by the attributes that its token tells"),
      PlanLine("worth", "the module's word, unsigned: no proof to anybody who was not in the room"),
      PlanLine("write", statementFile),
    ]
  }

  func check(_ check: inout ScriptCheck) { check.claimOutput("output.statement", statementFile) }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    guard let made = room.keys[key] else {
      throw CeremonyError(.refused, "the key of \(key) was not made; this is a defect")
    }
    let members: [String: JSONValue] = ["key": .string(key), "spkiSHA256": .string(made.identity.spkiSHA256.hex)]
    try await room.note(.keyAttested, members)
    try room.intentIsOnRecord(mayMake: [Remnant(.file, room.path(statementFile))])
    try room.performed(making: [])
    try await room.output(statementFile, made.statement)
    try await room.done()
  }
}
