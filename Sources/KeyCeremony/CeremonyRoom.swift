internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Records
internal import Signing
internal import TokenPool
internal import X509

/// Where the steps act: the token, the transcript, what earlier steps made, and the state machine that orders it all.
actor CeremonyRoom {
  /// A key that a step of this ceremony made.
  struct MadeKey: Sendable {
    let identity: KeyIdentity
    let facts: KeyFacts
    let attested: AttestedKey
    /// The attributes as they were read back: canonical JSON.
    let statement: [UInt8]
    let protection: KeyProtection
  }

  let script: Script
  let folder: String
  let people: People
  let rehearsal: Bool
  let conductor: any Conductor
  let journal: Journal
  let screen: Screen
  let clock: CeremonyClock
  /// What the checks settled for the steps.
  let check: ScriptCheck
  /// What an interrupted run did, by step.
  let earlier: [String: StepEvidence]
  let transcript: TranscriptStore
  private let writeGate: WriteGate
  private let openToken: Ceremony.TokenOpener
  private(set) var machine: CeremonyStateMachine
  private(set) var tokens: [String: any CeremonyToken] = [:]
  private(set) var keys: [String: MadeKey] = [:]
  private(set) var certificates: [String: PreparedCertificate] = [:]
  /// To-be-signed bytes of lists, answers and requests as they were linted, by step.
  private(set) var linted: [String: [UInt8]] = [:]
  /// Signed objects of this ceremony by the step that made them, DER.
  private(set) var objects: [String: [UInt8]] = [:]
  /// True while a step of an interrupted run is carried on: its outputs may be there.
  private(set) var isCarryingOn = false
  private var problems: [Problem] = []
  private var step = 0
  /// How much had been made when the present step began.
  private var madeBefore = 0
  private var watch = ClockWatch()

  init(_ ceremony: Ceremony, _ check: ScriptCheck, store: TranscriptStore, earlier: [StepEvidence]) {
    self.check = check
    script = check.script
    folder = check.folder
    people = ceremony.people
    rehearsal = ceremony.rehearsal
    conductor = ceremony.conductor
    writeGate = ceremony.writeGate
    openToken = ceremony.openToken
    screen = ceremony.screen
    clock = ceremony.clock
    transcript = store
    journal = Journal(store)
    self.earlier = Dictionary(uniqueKeysWithValues: earlier.map { ($0.step, $0) })
    machine = CeremonyStateMachine(stepCount: check.script.steps.count)
    // A resumed ceremony begins on another day, and perhaps on another machine.
    if store.earlier.isEmpty { _ = watch.jump(now: check.now, monotonic: ceremony.clock.monotonic()) }
  }

  /// Opens the tokens, compares the script with them, and carries its steps out.
  func run() async throws(CeremonyError) {
    _ = machine.scriptChecked()
    let done = script.steps.prefix { earlier[$0.id]?.isDone == true }.count
    for choice in script.tokens where !script.isOpenedByStep(choice, from: done) { try await open(choice) }
    _ = machine.tokenOpened()
    try await restore(first: done)
    try await prepare { one in done <= one.offset && tokens[script.token(of: one.element).id] != nil }
    screen.say("tokens are fit for the script; the first step begins now")
    let begin = done == 0 && earlier.isEmpty ? machine.tokenChecked() == .start(step: 0) : resumed(at: done)
    guard begin else { throw outOfOrder("token checked") }
    for (index, one) in script.steps.enumerated().dropFirst(done) { try await carryOut(one, index) }
  }

  private func carryOut(_ one: any CeremonyStep, _ index: Int) async throws(CeremonyError) {
    step = index
    madeBefore = machine.made.count
    let evidence = earlier[one.id]
    try await note(.stepStarted, ["number": .integer(Int64(index + 1)), "verb": .string(type(of: one).verb)])
    try await turnPage(one, number: index + 1)
    try await collectApprovals(one, given: evidence)
    guard let evidence, evidence.hasBegun else { return try await one.perform(in: self) }
    isCarryingOn = true
    try await one.carryOn(from: evidence, in: self)
    isCarryingOn = false
  }

  private func resumed(at done: Int) -> Bool {
    let made = script.steps.prefix(done).flatMap { earlier[$0.id]?.made ?? [] }
    return switch machine.resumed(at: done, made: made) {
    case .start, .close: true
    case .outOfOrder: false
    }
  }

  /// Looks whether what the done steps wrote is still there as it was, and lets them rebuild what they made.
  private func restore(first done: Int) async throws(CeremonyError) {
    for (index, one) in script.steps.prefix(done).enumerated() {
      step = index
      guard let evidence = earlier[one.id] else { continue }
      for output in evidence.outputs { try requireOutput(output) }
      try await one.restore(from: evidence, in: self)
    }
  }

  private func requireOutput(_ output: JSONValue) throws(CeremonyError) {
    guard let path = output["path"]?.text, let digest = output["contentSHA256"]?.text else { return }
    guard FilePath.exists(path), Hash.digest(try FilePath.read(path, limit: Transcript.longest)).hex == digest else {
      throw CeremonyError(
        .refused, "\(path), which step \(presentStep.id) wrote, is gone or altered",
        hint: "bring back the file with SHA-256 \(digest)")
    }
  }

  func fail() -> CeremonyStateMachine.FailedResult { machine.failed() }

  func close() -> CeremonyStateMachine.ClosedResult { machine.closed() }
}

// Tokens and preparation.
extension CeremonyRoom {
  /// Logs in to a token and puts on record which one it is.
  func open(_ choice: TokenChoice) async throws(CeremonyError) {
    let token = try await openToken(choice, folder)
    let members: [String: JSONValue] = [
      "id": .string(choice.id), "uri": .string(choice.uri), "token": token.identity.json,
      "pin": choice.pin.json,
    ]
    try await noteAtLarge(.tokenOpened, members)
    for line in token.identity.lines { screen.say(line) }
    tokens[choice.id] = token
  }

  /// The token that the present step works on.
  var token: any CeremonyToken {
    get throws(CeremonyError) { try token(script.token(of: presentStep).id) }
  }

  func token(_ id: String) throws(CeremonyError) -> any CeremonyToken {
    guard let token = tokens[id] else {
      throw CeremonyError(.refused, "token \(id) is not open yet", hint: "a step before this one has to open it")
    }
    return token
  }

  /// Opens a token in the middle of a ceremony, and prepares the later steps that work on it.
  func openForLaterSteps(_ choice: TokenChoice) async throws(CeremonyError) {
    let present = step
    try await open(choice)
    try await prepare { one in one.offset > present && script.token(of: one.element).id == choice.id }
    step = present
  }

  /// A token that is not open any more, as one that was initialised anew.
  func closed(_ choice: TokenChoice) { tokens[choice.id] = nil }

  private func prepare(
    _ isWanted: ((offset: Int, element: any CeremonyStep)) -> Bool
  ) async throws(CeremonyError) {
    for one in script.steps.enumerated() where isWanted(one) && earlier[one.element.id]?.hasBegun != true {
      step = one.offset
      try await one.element.prepare(in: self)
    }
    try requireNoProblems()
  }

  /// Prepares a step that was interrupted, as if it were the first time.
  func prepareAgain(_ one: some CeremonyStep) async throws(CeremonyError) {
    try await one.prepare(in: self)
    try requireNoProblems()
  }

  private func requireNoProblems() throws(CeremonyError) {
    defer { problems = [] }
    try CeremonyError.require(problems)
  }
}

// What steps say and ask.
extension CeremonyRoom {
  /// Something on the token that stands against the script.
  func problem(_ member: String, _ message: String) {
    problems.append(Problem("steps[\(step)].\(member)", message))
  }

  var presentStep: any CeremonyStep { script.steps[step] }

  func path(_ name: String) -> String {
    rehearsal ? FilePath.rehearsed(name, in: folder) : FilePath.resolve(name, in: folder)
  }

  func say(_ line: String) { screen.say("      \(line)") }

  func note(_ kind: RecordKind, _ members: [String: JSONValue], blobs: [Blob] = []) async throws(CeremonyError) {
    var members = members
    members["step"] = .string(presentStep.id)
    try await noteAtLarge(kind, members, blobs: blobs)
  }

  /// Puts something on record that belongs to no step, with the clock that only runs beside the time of day.
  func noteAtLarge(
    _ kind: RecordKind, _ members: [String: JSONValue], blobs: [Blob] = []
  ) async throws(CeremonyError) {
    var members = members
    let (now, monotonic) = (clock.now(), clock.monotonic())
    members["monotonic"] = .integer(monotonic)
    if let jump = watch.jump(now: now, monotonic: monotonic) {
      throw CeremonyError(
        .refused, "the clock of this machine jumped by \(Int(jump.rounded())) s",
        hint: "set the clock right, let a witness confirm it, and carry the ceremony on with 'resume'")
    }
    do {
      try await journal.note(kind, .object(members), blobs: blobs)
    } catch {
      throw CeremonyError(error)
    }
  }

  func keep(_ key: MadeKey) { keys[presentStep.id] = key }

  func keep(_ object: [UInt8]) { objects[presentStep.id] = object }

  func keep(linted bytes: [UInt8]) { linted[presentStep.id] = bytes }

  func keep(_ certificate: PreparedCertificate) { certificates[presentStep.id] = certificate }

  /// The intent of the present step is on record. Throws where that is not the next thing to happen.
  func intentIsOnRecord(mayMake remnants: [Remnant]) throws(CeremonyError) {
    guard machine.intentRecorded(step: step, mayMake: remnants) == .perform else { throw outOfOrder("intent") }
  }

  func performed(making remnants: [Remnant]) throws(CeremonyError) {
    guard machine.performed(step: step, making: remnants) == .verifyAndRecord else { throw outOfOrder("performed") }
  }

  private func write(_ name: String, _ content: [UInt8]) throws(CeremonyError) {
    let path = path(name)
    // An interrupted run may have come as far as this: the same bytes are the output, others are not.
    var isThere = false
    if isCarryingOn, FilePath.exists(path) {
      isThere = try FilePath.read(path, limit: Transcript.longest) == content
    }
    if !isThere {
      try writeGate(path)
      try DurableFile.create(path, content)
    }
    guard machine.fileMade(step: step, path: path) == .noted else { throw outOfOrder("file") }
    say("written: \(path)")
  }

  /// Writes an output of the present step and puts it on record.
  func output(_ name: String, _ content: [UInt8]) async throws(CeremonyError) {
    try write(name, content)
    try await note(.outputWritten, ["path": .string(path(name)), "contentSHA256": .string(Hash.digest(content).hex)])
  }

  /// The present step made something, and is on record with all that came of it.
  func done() async throws(CeremonyError) {
    try await finish(machine.outcomeRecorded(step: step))
  }

  /// The present step asked and looked, and made nothing.
  func witnessed(_ members: [String: JSONValue], blobs: [Blob] = []) async throws(CeremonyError) {
    try await note(.witnessed, members, blobs: blobs)
    try await finish(machine.witnessed(step: step))
  }

  private func finish(_ result: CeremonyStateMachine.OutcomeRecordedResult) async throws(CeremonyError) {
    if case .outOfOrder = result { throw outOfOrder("outcome") }
    let made = machine.made.dropFirst(madeBefore)
    try await note(.stepDone, ["made": .array(made.map(\.json))])
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
