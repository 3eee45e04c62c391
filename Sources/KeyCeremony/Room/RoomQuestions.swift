internal import DER
internal import Evidence
internal import Records

// What steps ask people for, and how an answer that is none is refused.
extension CeremonyRoom {
  /// Asks. A conductor is believed in nothing: an answer that does not fit the question ends the ceremony.
  func ask(_ question: Question) async throws(CeremonyError) -> String {
    let answer = try await conductor.ask(question, step: presentStep.id)
    guard question.accepts(answer) else {
      throw CeremonyError(
        .refused, "\"\(answer)\" does not answer \"\(question.text)\": \(question.wanted)",
        hint: "carry on with 'resume', which asks again")
    }
    return answer
  }

  /// The person who acts in a role: the only one, or the one that the room names. Where the script has nobody, a name.
  func person(of role: Role, _ member: String) async throws(CeremonyError) -> String {
    let people = people.having(role)
    if people.count == 1, let only = people.first { return only.id }
    guard !people.isEmpty else {
      return try await ask(
        Question(member, "Who acts as \(role.title)?", .line, rehearsed: "somebody of the rehearsal"))
    }
    return try await ask(Question(member, "Who acts as \(role.title)?", .choice(people.map(\.id))))
  }

  /// What the room calls somebody who was named by their id.
  func name(_ id: String) -> String { people[id]?.name ?? id }

  /// Puts on record what was found, and gives back the error that refuses the step for it.
  func refusal(
    _ message: String, hint: String, found members: [String: JSONValue], blobs: [Blob] = []
  ) async throws(CeremonyError) -> CeremonyError {
    try await note(
      .witnessed, members.merging(["refused": .string(message)], uniquingKeysWith: { _, new in new }), blobs: blobs)
    return CeremonyError(.refused, message, hint: hint)
  }
}

extension Question {
  /// Whether this is an answer, as far as that can be told from the question alone.
  func accepts(_ answer: String) -> Bool {
    switch kind {
    case .word(let word): answer == word
    case .choice(let choices): choices.contains(answer)
    case .line: Question.isLine(answer)
    case .time: ClockReading.time(answer) != nil
    }
  }

  /// What an answer looks like, in words for the room.
  var wanted: String {
    switch kind {
    case .word(let word): "type \(word) exactly"
    case .choice(let choices): "type one of \(choices.joined(separator: ", "))"
    case .line: "type one line of 1 to 255 characters"
    case .time: "type a time in UTC such as 2026-11-20 12:00:00"
    }
  }

  private static func isLine(_ text: String) -> Bool {
    (1...255).contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy { !$0.movesTheCursor }
      && text.contains { $0 != " " }
  }
}

/// Times as people read them from a clock.
enum ClockReading {
  /// `2026-11-20 12:00:00`, with `T` for the space and `Z` at the end where somebody writes them.
  static func time(_ text: String) -> Instant? {
    var text = String(text.map { $0 == " " ? "T" : $0 })
    if !text.hasSuffix("Z") { text += "Z" }
    // A date alone is a time to Instant, and no reading of a clock.
    return text.contains("T") && text.count == 20 ? Instant(text) : nil
  }
}
