internal import Cryptography
internal import Evidence

/// People at the terminal in a rehearsal. What they would bring on the day, PINs and shares, is the rehearsal's own: it is
/// shown to them before they type it.
struct RehearsedTerminal: Conductor {
  let room: TerminalRoom
  /// What the rehearsal made up for the occasion.
  let answering: RehearsalRoom
  let people: People

  func turn(to page: StepPage) async throws(CeremonyError) -> PageAnswer { try room.turn(to: page) }

  func ask(_ question: Question, step: String) async throws(CeremonyError) -> String {
    try room.ask(question, step: step)
  }

  func secret(_ question: Question, step: String) async throws(CeremonyError) -> SecretBytes {
    if let person = question.shareHolder.flatMap({ people[$0] }) {
      // What was shown on the page before is read back from paper.
      if answering.shares.read(by: person.id, in: step) == nil,
        let share = try answering.shares.held(by: person.id, in: step)
      {
        try room.reveal(share, to: person, "A share of this REHEARSAL, to be typed afterwards", step: step)
      }
    } else if let pin = answering.secrets[step]?[question.member] {
      room.page.put(["In this REHEARSAL it is \(pin)"])
    }
    return try room.secret(question, step: step)
  }

  func reveal(
    _ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String
  ) async throws(CeremonyError) {
    answering.reveal(secret, to: person, title, step: step)
    try room.reveal(secret, to: person, title, step: step)
  }

  func signature(over statement: SignedStatement, by person: Person) async throws(CeremonyError) -> StatementSignature {
    try await room.signature(over: statement, by: person)
  }
}
