internal import Documents
internal import Evidence

/// A witness reads a clock of their own, and the machine's may differ by so much at most: every time of the transcript,
/// and a validity that begins `now`, rests on it (CA/B BR 5.4.1: each entry has its date and time).
struct ClockCheck: AskingStep {
  static let verb = "clock-check"

  let head: StepHead
  let witness: Role
  /// Seconds.
  let limit: Int64

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    witness = try fields.optional("witness", as: .choice) ?? .externalWitness
    limit = try fields.required("tolerance-seconds", as: .integer(in: 1...3600))
  }

  var plan: [PlanLine] {
    [
      PlanLine("compare", "this machine's clock with one that the \(witness.title) reads"),
      PlanLine("refuse", "a difference of more than \(limit) s"),
    ]
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let person = try await room.person(of: witness, "witness")
    let source = try await room.ask(
      Question("clock", "Which clock does \(room.name(person)) read?", .line, rehearsed: "a clock of the rehearsal"))
    let shown = room.clock.now().wholeSeconds
    let told = try await room.ask(
      Question(
        "time", "Type the time in UTC that \(source) shows as you press Enter",
        aloud: ["This machine says \(shown)", "It is UTC, and the date counts too."], .time,
        rehearsed: shown.description)
    )
    let machine = room.clock.now()
    guard let time = ClockReading.time(told) else { throw CeremonyError(.refused, "\"\(told)\" is no time") }
    let difference = machine.wholeSeconds.seconds - time.seconds
    let members: [String: JSONValue] = [
      "witness": .string(person), "clock": .string(source), "told": .string(time.description),
      "machine": .string(machine.description), "differenceSeconds": .integer(difference),
      "limitSeconds": .integer(limit),
    ]
    guard abs(difference) <= limit else {
      throw try await room.refusal(
        "this machine's clock and \(source) differ by \(difference) s, and \(limit) s are allowed",
        hint: "set the clock right and carry on with 'resume'", found: members)
    }
    room.say("the clocks differ by \(difference) s; up to \(limit) s are allowed")
    try await room.witnessed(members)
  }
}

extension Instant {
  /// Without its fraction, as people read it.
  var wholeSeconds: Instant { Instant(seconds: seconds) }
}
