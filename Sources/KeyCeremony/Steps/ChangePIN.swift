internal import Documents
internal import Evidence
internal import PKCS11
internal import TokenPool

/// Changes the PIN of the token's user or of its security officer.
struct ChangePIN: CeremonyStep {
  static let verb = "change-pin"

  enum Who: String, CaseIterable, Sendable {
    case user
    case securityOfficer = "security-officer"
  }

  let head: StepHead
  let who: Who
  /// Nil for the user's, which the token was opened with.
  let old: PINChoice?
  let new: PINChoice

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    who = try fields.required("who", as: .choice)
    old = try fields.optional("old", as: PINChoice.shape)
    new = try fields.required("new", as: PINChoice.shape)
    if who == .securityOfficer, old == nil {
      throw fields.error("old", "missing; say where the security officer's present PIN comes from")
    }
  }

  var plan: [PlanLine] {
    [
      PlanLine("change", who == .user ? "the user's PIN" : "the PIN of the security officer"),
      PlanLine("old", old?.title ?? "as the token was opened"), PlanLine("new", new.title),
    ]
  }

  func check(_ check: inout ScriptCheck) {
    check.requirePINs("old", old)
    check.requirePINs("new", new)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let present = old ?? room.script.token(of: self).pin
    let source = try await room.pinSource(present, "old-pin", "present PIN of the \(who.rawValue)")
    let next = try await room.pinSource(new, "new-pin", "new PIN of the \(who.rawValue)", isNew: true)
    let members: [String: JSONValue] = ["who": .string(who.rawValue), "pin": new.json]
    try await room.note(.custodyIntent, members)
    try room.intentIsOnRecord(mayMake: [Remnant(.token, "PIN of the \(who.rawValue)")])
    let who = who
    let states = try await room.token.withPool { pool async throws(TokenPoolError) in
      switch who {
      case .user: try await pool.changeUserPIN(from: source, to: next)
      case .securityOfficer: try await pool.changeOfficerPIN(from: source, to: next)
      }
      let states = try await pool.pinStates()
      return [states.user.description, states.officer.description]
    }
    if who == .user { try room.token.userPINIsNow(next) }
    try room.performed(making: [Remnant(.token, "PIN of the \(who.rawValue)")])
    try await room.note(
      .pinChanged,
      members.merging(
        ["userPIN": .string(states[0]), "officerPIN": .string(states[1])], uniquingKeysWith: { kept, _ in kept }))
    room.say("changed: the PIN of the \(who.rawValue)")
    try await room.done()
  }

  /// Whether the PIN was changed a token does not tell without a try: people say which one is the present one.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    guard evidence.last(.custodyIntent) != nil, evidence.last(.pinChanged) == nil else {
      if evidence.last(.pinChanged) == nil { return try await perform(in: room) }
      try room.intentIsOnRecord(mayMake: [])
      try room.performed(making: [Remnant(.token, "PIN of the \(who.rawValue)")])
      return try await room.done()
    }
    let answer = try await room.ask(
      Question(
        "changed", "The interrupted run may have changed the PIN. Is the new one in force?", .choice(["no", "yes"])))
    guard answer == "yes" else { return try await perform(in: room) }
    try room.intentIsOnRecord(mayMake: [])
    try room.performed(making: [Remnant(.token, "PIN of the \(who.rawValue)")])
    try await room.note(
      .pinChanged, ["who": .string(who.rawValue), "pin": new.json, "by": .string("an interrupted run, as people say")])
    try await room.done()
  }
}
