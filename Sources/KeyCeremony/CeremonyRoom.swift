internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Records
internal import Signing
internal import TokenPool

/// Where the steps act: the token, the transcript, what earlier steps made, and the state machine that orders it all.
actor CeremonyRoom {
  /// A key that a step of this ceremony made.
  struct MadeKey: Sendable {
    let identity: KeyIdentity
    let facts: KeyFacts
    let attested: AttestedKey
    /// The attributes as they were read back: canonical JSON.
    let statement: [UInt8]
  }

  /// A certificate that was linted with a placeholder for its key, ready to be made.
  struct PreparedCertificate: Sendable {
    let draft: CertificateDraft
    let serial: SerialNumber
    /// The to-be-signed bytes that were linted.
    let linted: [UInt8]
    let placeholder: KeyPairKind
  }

  let script: Script
  let folder: String
  let token: any CeremonyToken
  let journal: Journal
  let screen: Screen
  let clock: @Sendable () -> Instant
  /// The checks' drafts of certificates.
  let drafts: [String: CertificateDraft]
  private(set) var machine: CeremonyStateMachine
  private(set) var keys: [String: MadeKey] = [:]
  private(set) var certificates: [String: PreparedCertificate] = [:]
  private var problems: [Problem] = []
  private var step = 0

  init(
    _ check: ScriptCheck, machine: CeremonyStateMachine, token: any CeremonyToken, journal: Journal, screen: Screen,
    clock: @escaping @Sendable () -> Instant
  ) {
    script = check.script
    folder = check.folder
    drafts = check.drafts
    self.machine = machine
    self.token = token
    self.journal = journal
    self.screen = screen
    self.clock = clock
  }

  /// Compares the script with the token, and then carries its steps out.
  func run() async throws(CeremonyError) {
    for (index, one) in script.steps.enumerated() {
      step = index
      try await one.prepare(in: self)
    }
    try CeremonyError.require(problems)
    screen.say("token is fit for the script; the first key is made now")
    guard case .start = machine.tokenChecked() else { throw outOfOrder("token checked") }
    for (index, one) in script.steps.enumerated() {
      step = index
      screen.say("[\(index + 1)/\(script.steps.count)] \(one.id)")
      try await one.perform(in: self)
    }
  }

  func fail() -> CeremonyStateMachine.FailedResult { machine.failed() }

  func close() -> CeremonyStateMachine.ClosedResult { machine.closed() }
}

// What steps say and ask.
extension CeremonyRoom {
  /// Something on the token that stands against the script.
  func problem(_ member: String, _ message: String) {
    problems.append(Problem("steps[\(step)].\(member)", message))
  }

  var presentStep: any CeremonyStep { script.steps[step] }

  func path(_ name: String) -> String { FilePath.resolve(name, in: folder) }

  func say(_ line: String) { screen.say("      \(line)") }

  func note(_ kind: RecordKind, _ members: [String: JSONValue], blobs: [Blob] = []) async throws(CeremonyError) {
    var members = members
    members["step"] = .string(presentStep.id)
    do {
      try await journal.note(kind, .object(members), blobs: blobs)
    } catch {
      throw CeremonyError(error)
    }
  }

  func keep(_ key: MadeKey) { keys[presentStep.id] = key }

  func keep(_ certificate: PreparedCertificate) { certificates[presentStep.id] = certificate }

  /// The intent of the present step is on record. Throws where that is not the next thing to happen.
  func intentIsOnRecord(mayMake remnants: [Remnant]) throws(CeremonyError) {
    guard machine.intentRecorded(step: step, mayMake: remnants) == .perform else { throw outOfOrder("intent") }
  }

  func performed(making remnants: [Remnant]) throws(CeremonyError) {
    guard machine.performed(step: step, making: remnants) == .verifyAndRecord else { throw outOfOrder("performed") }
  }

  /// Writes an output of the present step, which must not exist.
  func write(_ name: String, _ content: [UInt8]) throws(CeremonyError) {
    let path = path(name)
    try DurableFile.create(path, content)
    guard machine.fileMade(step: step, path: path) == .noted else { throw outOfOrder("file") }
    say("written: \(path)")
  }

  /// The present step is on record with all that came of it.
  func done() throws(CeremonyError) {
    switch machine.outcomeRecorded(step: step) {
    case .start, .close: return
    case .outOfOrder: throw outOfOrder("outcome")
    }
  }

  private func outOfOrder(_ event: String) -> CeremonyError {
    CeremonyError(.refused, "'\(event)' of step \(step + 1) came out of order at: \(machine.state); this is a defect")
  }
}

extension CeremonyError {
  /// Throws all problems as one error.
  static func require(_ problems: [Problem]) throws(CeremonyError) {
    guard !problems.isEmpty else { return }
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    throw CeremonyError(
      .refused, "\(count), and nothing was made:" + problems.map { "\n  \($0)" }.joined())
  }

  init(_ error: JournalError) { self.init(.store, "the transcript takes no more records: \(error)") }

  init(_ error: SigningError) {
    let kind: Kind =
      switch error {
      case .journal: .store
      case .token, .incident: .token
      default: .refused
      }
    self.init(kind, error.description)
  }
}
