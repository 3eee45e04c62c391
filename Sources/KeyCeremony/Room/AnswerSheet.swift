internal import Cryptography
internal import Documents
internal import Evidence

/// Answers that were written down beforehand, for rehearsals and demonstrations.
///
///     schema: 1
///     answers: { clock: { clock: a radio clock }, "*": { approver-1: carl } }
///     secret-files: { sofia-passphrase: sofia.passphrase }
struct AnswerSheet: Sendable {
  /// By step and member; `*` as the step holds for all.
  let answers: [String: [String: String]]
  /// Secrets by member, each the one line of a file of mode 0600. The sheet itself holds none, so it can be shown.
  let secretFiles: [String: String]

  static let empty = AnswerSheet(answers: [:], secretFiles: [:])

  private init(answers: [String: [String: String]], secretFiles: [String: String]) {
    self.answers = answers
    self.secretFiles = secretFiles
  }

  /// Paths of the sheet begin at its own folder.
  init(file path: String) throws(CeremonyError) {
    let bytes = try FilePath.read(path)
    let folder = FilePath.folder(of: path)
    do throws(DocumentError) {
      self = try Document(yaml: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          let files = try fields.optional("secret-files", as: .map(of: .line)) ?? [:]
          return AnswerSheet(
            answers: try fields.optional("answers", as: .map(of: .map(of: .line))) ?? [:],
            secretFiles: files.mapValues { FilePath.resolve($0, in: folder) })
        })
    } catch {
      throw CeremonyError(.usage, "\(path): \(error)")
    }
  }

  func answer(_ member: String, step: String) -> String? { answers[step]?[member] ?? answers["*"]?[member] }
}

/// A room that answers from a sheet, and signs with the devices that the script names for its people.
struct SheetRoom: Conductor {
  let sheet: AnswerSheet
  let signing: TerminalRoom.Signing

  func turn(to page: StepPage) -> PageAnswer { .goOn }

  func ask(_ question: Question, step: String) throws(CeremonyError) -> String {
    try RehearsalRoom(keys: [:], answers: sheet.answers, secrets: [:]).ask(question, step: step)
  }

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
    guard let file = sheet.secretFiles[question.member] else {
      throw CeremonyError(
        .usage, "the sheet of answers names no secret-files.\(question.member): \(question.text)")
    }
    var line = try SecretFile.line(file)
    return SecretBytes(&line)
  }

  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {}

  func signature(
    over statement: SignedStatement, by person: Person
  ) async throws(CeremonyError) -> StatementSignature {
    try await signing(statement, person, self)
  }
}
