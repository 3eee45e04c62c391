internal import Documents
internal import Evidence
internal import PKCS11
internal import TokenPool

/// Initialises a token that never was, and logs in to it for the steps that follow.
struct InitialiseToken: TokenOpeningStep {
  static let verb = "initialise-token"

  let head: StepHead
  let label: String
  let officer: PINChoice
  /// The slot; nil for the first with a token that is not initialised.
  let slot: UInt?

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    label = try fields.required(
      "label",
      as: .text("a label of 1 to 32 letters, digits, '.', '-' and '_'") { TokenLabel.isUsable($0, upTo: 32) ? $0 : nil }
    )
    officer = try fields.required("security-officer", as: PINChoice.shape)
    slot = try fields.optional("slot", as: .integer(in: 0...Int64.max)).map { UInt(clamping: $0) }
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    for (index, other) in zip(earlier.indices, earlier) where other.head.token == head.token {
      return Problem("token", "steps[\(index)] works on it already; a token is initialised before anything else")
    }
    return nil
  }

  var plan: [PlanLine] {
    [
      PlanLine("initialise", "a token that is not, as \(label)"), PlanLine("security officer", officer.title),
      PlanLine("user", "as the script opens the token"),
    ]
  }

  func check(_ check: inout ScriptCheck) {
    check.requirePINs("security-officer", officer)
    let uri = try? PKCS11URI(check.script.token(of: self).uri)
    if uri?.token != label { check.problem("label", "\"\(label)\" is not the label in the URI of the step's token") }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let choice = room.script.token(of: self)
    let initialisation = TokenInitialisation(module: choice.module, label: label, slot: slot)
    try initialisation.requireSlot()
    let (officer, user) = try await pins(choice, in: room)
    try await room.note(
      .custodyIntent, ["initialise": .string(label), "pin": choice.pin.json, "officerPIN": self.officer.json])
    try room.intentIsOnRecord(mayMake: [Remnant(.token, label)])
    try await conclude(try initialisation.run(officer: officer, user: user), choice, in: room)
  }

  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let choice = room.script.token(of: self)
    let initialisation = TokenInitialisation(module: choice.module, label: label, slot: slot)
    let (officer, user) = try await pins(choice, in: room)
    try room.intentIsOnRecord(mayMake: [Remnant(.token, label)])
    if let found = try initialisation.finish(officer: officer, user: user) {
      room.say("the interrupted run initialised the token \(label): it is taken as it is")
      return try await conclude(found, choice, in: room)
    }
    try await conclude(try initialisation.run(officer: officer, user: user), choice, in: room)
  }

  private func pins(
    _ choice: TokenChoice, in room: isolated CeremonyRoom
  ) async throws(CeremonyError) -> (officer: TokenPool.PINSource, user: TokenPool.PINSource) {
    (
      try await room.pinSource(officer, "new-officer-pin", "new PIN of the security officer", isNew: true),
      try await room.pinSource(choice.pin, "new-pin", "new PIN of the user", isNew: true)
    )
  }

  private func conclude(
    _ token: TokenInfo, _ choice: TokenChoice, in room: isolated CeremonyRoom
  ) async throws(CeremonyError) {
    try room.performed(making: [Remnant(.token, label)])
    try await room.note(
      .tokenInitialised,
      [
        "label": .string(token.label), "manufacturer": .string(token.manufacturer), "model": .string(token.model),
        "serial": .string(token.serial), "pin": choice.pin.json, "officerPIN": officer.json,
      ])
    room.say("initialised: \(token.label), \(token.manufacturer) \(token.model), serial \(token.serial)")
    let next = (room.script.steps.firstIndex { $0.id == id } ?? -1) + 1
    if !room.script.isOpenedByStep(choice, from: next) { try await room.openForLaterSteps(choice) }
    try await room.done()
  }
}
