internal import Documents
internal import Evidence

/// Takes a device over: its delivery, seals and function are asked for one by one, and a bad answer refuses it
/// (EN 319 411-1 GEN-6.5.1-12; WebTrust 2.1, 4.10).
struct AcceptDevice: AskingStep {
  static let verb = "accept-device"

  /// One question of the script's.
  struct Check: Sendable {
    enum Answer: Sendable, Hashable {
      /// Only yes is good.
      case yes
      /// Only this is good.
      case exactly(String)
      /// Whatever it is, it goes on record.
      case recorded
    }

    let phase: String
    let id: String
    let question: String
    let answer: Answer
  }

  let head: StepHead
  /// What the device is called in the room.
  let device: String
  let checks: [Check]

  /// The lists of a script, in the order in which they are asked.
  private static let phases = ["delivery", "seals", "tamper", "function-test"]

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    device = try fields.required("device", as: .line)
    var checks: [Check] = []
    for phase in AcceptDevice.phases {
      let shape = FieldShape<Check>.object { fields throws(DocumentError) in try Check(phase, &fields) }
      checks += try fields.optional(phase, as: .list(of: shape, count: 1...16)) ?? []
    }
    guard !checks.isEmpty else {
      throw fields.error("delivery", "missing; ask something under \(AcceptDevice.phases.joined(separator: ", "))")
    }
    guard Set(checks.map(\.id)).count == checks.count else { throw fields.error("device", "asks for an id twice") }
    self.checks = checks
  }

  var plan: [PlanLine] {
    [PlanLine("accept", device)] + checks.map { PlanLine($0.phase, "\($0.question) (\($0.answer.text))") }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    var answers: [JSONValue] = []
    for check in checks {
      let answer = try await room.ask(check.asked)
      answers.append(
        .object([
          "phase": .string(check.phase), "id": .string(check.id), "question": .string(check.question),
          "answer": .string(answer),
        ]))
      guard check.isGood(answer) else {
        throw try await room.refusal(
          "\(device) is not accepted: \"\(check.question)\" was answered \"\(answer)\", and good is \(check.answer.text)",
          hint: "set the device aside; with another one, or once this is cleared up, carry on with 'resume'",
          found: ["device": .string(device), "answers": .array(answers)])
      }
    }
    try await room.witnessed(["device": .string(device), "answers": .array(answers)])
  }
}

extension AcceptDevice.Check {
  fileprivate init(_ phase: String, _ fields: inout Fields) throws(DocumentError) {
    self.phase = phase
    id = try fields.required("id", as: .identifier)
    question = try fields.required("ask", as: .line)
    let expected = try fields.optional("expect", as: .line)
    let recorded = try fields.optional("record", as: .bool) ?? false
    switch (expected, recorded) {
    case (let expected?, false): answer = .exactly(expected)
    case (nil, true): answer = .recorded
    case (nil, false): answer = .yes
    case (_?, true): throw fields.error("record", "does not apply beside expect")
    }
  }

  fileprivate var asked: Question {
    switch answer {
    case .yes: Question(id, question, .choice(["yes", "no"]))
    case .exactly(let expected): Question(id, question, .line, rehearsed: expected)
    case .recorded: Question(id, question, .line, rehearsed: "as in the rehearsal")
    }
  }

  fileprivate func isGood(_ given: String) -> Bool {
    switch answer {
    case .yes: given == "yes"
    case .exactly(let expected): given == expected
    case .recorded: true
    }
  }
}

extension AcceptDevice.Check.Answer {
  /// What is good, in words.
  fileprivate var text: String {
    switch self {
    case .yes: "yes"
    case .exactly(let expected): "\"\(expected)\""
    case .recorded: "whatever it is"
    }
  }
}
