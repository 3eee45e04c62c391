internal import Cryptography
internal import Evidence

/// What is shown when a step begins.
struct StepPage: Sendable {
  /// Counted from 1.
  let number: Int
  let count: Int
  let id: String
  let verb: String
  /// What the script wants said.
  let aloud: [String]
  let plan: [PlanLine]
  /// Who has to approve.
  let approvals: [ApprovalRequirement]
}

/// How the room answers a page.
enum PageAnswer: Sendable {
  case goOn
  /// Something is otherwise than the script says; the page comes again once that is on record.
  case deviation(person: String, reason: String)
  /// The ceremony stops here, before the step. It can be resumed.
  case stop(reason: String)
}

/// Something that people in the room answer.
struct Question: Sendable {
  enum Kind: Sendable, Hashable {
    /// This word, exactly: an act that is not done by leaning on a key.
    case word(String)
    /// One line, 1 to 255 characters.
    case line
    /// One of these.
    case choice([String])
    /// A time in UTC, as `ClockReading` reads it.
    case time
  }

  /// The member of the answer sheet that gives the answer where nobody types, such as `serial`.
  let member: String
  let text: String
  /// What is read aloud before the answer.
  let aloud: [String]
  let kind: Kind
  /// What a rehearsal answers where its sheet says nothing; nil where somebody has to think.
  let rehearsed: String?

  init(_ member: String, _ text: String, aloud: [String] = [], _ kind: Kind, rehearsed: String? = nil) {
    self.member = member
    self.text = text
    self.aloud = aloud
    self.kind = kind
    self.rehearsed = rehearsed
  }
}

/// Asks the people in the room and shows them things: a terminal, or a sheet of answers for rehearsals and tests.
/// It decides nothing; what it hands over is verified.
protocol Conductor: Sendable {
  /// Turns to the page of a step, and waits until the room is ready for it.
  func turn(to page: StepPage) async throws(CeremonyError) -> PageAnswer
  /// An answer to a question of a step.
  func ask(_ question: Question, step: String) async throws(CeremonyError) -> String
  /// Something that is not shown while it is typed, such as a share or a PIN.
  func secret(_ question: Question, step: String) async throws(CeremonyError) -> SecretBytes
  /// Shows a secret to one person alone until they have taken it down, and then takes it away from the screen.
  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String)
    async throws(CeremonyError)
  /// A person's signature over a statement, from the device that the script names for them.
  func signature(over statement: SignedStatement, by person: Person) async throws(CeremonyError) -> StatementSignature
}

/// The room of a script without people: it turns pages and has nobody to ask.
struct EmptyRoom: Conductor {
  func turn(to page: StepPage) -> PageAnswer { .goOn }

  func ask(_ question: Question, step: String) throws(CeremonyError) -> String { throw EmptyRoom.nobody(step) }

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes { throw EmptyRoom.nobody(step) }

  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) throws(CeremonyError) {
    throw EmptyRoom.nobody(step)
  }

  func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
    throw EmptyRoom.nobody(statement.step ?? "the end")
  }

  private static func nobody(_ step: String) -> CeremonyError {
    CeremonyError(.usage, "step \(step) asks people, and nobody is here to answer", hint: "run it at a terminal")
  }
}
