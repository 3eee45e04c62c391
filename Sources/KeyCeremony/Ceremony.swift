internal import CommandLineTools
internal import Cryptography
internal import DER
internal import Evidence
internal import Records

/// One ceremony from the checked script to the closed transcript. `CeremonyStateMachine` says what may come next.
struct Ceremony {
  let script: Script
  let folder: String
  let transcriptPath: String
  let screen: Screen
  let clock: CeremonyClock
  let conductor: any Conductor
  /// The people with the keys that they sign with here: the script's own, or those made for a rehearsal.
  let people: People
  let rehearsal: Bool
  /// Nobody typed: a sheet of answers did.
  let isAnsweredBySheet: Bool
  let writeGate: WriteGate
  let openToken: TokenOpener

  /// Logs in to the token that the script names; it tries the PIN once. Relative paths begin at the folder.
  typealias TokenOpener =
    @Sendable (TokenChoice, _ folder: String) async throws(CeremonyError) -> any CeremonyToken

  init(
    script: Script, folder: String, transcriptPath: String, screen: Screen, clock: CeremonyClock,
    conductor: any Conductor = EmptyRoom(), people: People? = nil, rehearsal: Bool = false,
    isAnsweredBySheet: Bool = false, writeGate: @escaping WriteGate = { _ in }, openToken: @escaping TokenOpener
  ) {
    self.script = script
    self.folder = folder
    self.transcriptPath = transcriptPath
    self.screen = screen
    self.clock = clock
    self.conductor = conductor
    self.people = people ?? script.people
    self.rehearsal = rehearsal
    self.isAnsweredBySheet = isAnsweredBySheet
    self.writeGate = writeGate
    self.openToken = openToken
  }

  /// Carries the script out. Returns the records of the transcript as they were read back from its file.
  func run() async throws(CeremonyError) -> [Transcript.Line] {
    let now = clock.now()
    let check = ScriptCheck(script, folder: folder, now: now, isRehearsal: rehearsal)
    try CeremonyError.require(check.problems)
    greet(check)
    let store = try TranscriptStore(creating: transcriptPath, clock: clock.now, gate: writeGate)
    let journal = Journal(store)
    do throws(CeremonyError) {
      try await note(.ceremonyStarted, header(now), blobs: [Blob(script.source)], in: journal)
    } catch {
      throw abandon(error)
    }
    return try await hold(CeremonyRoom(self, check, store: store, earlier: []))
  }

  /// Carries on where an interrupted run ended, in its transcript. Steps that are done are not done again.
  func resume() async throws(CeremonyError) -> [Transcript.Line] {
    let store = try TranscriptStore(resuming: transcriptPath, clock: clock.now, gate: writeGate)
    let start = try CeremonyStart(
      store.earlier, of: script, rehearsal: rehearsal, closers: script.closers(among: people).count)
    let steps = StepEvidence.read(store.earlier)
    let begun = Set(steps.filter(\.hasBegun).map(\.step))
    let check = ScriptCheck(script, folder: folder, now: start.now, begun: begun, isRehearsal: rehearsal)
    try CeremonyError.require(check.problems)
    greet(check)
    let journal = Journal(store)
    var members = header(start.now)
    // The start holds the script itself; here its digest is enough.
    members["script"] = .string(script.sha256.hex)
    members["torn"] = .string(Base64.encode(store.torn))
    try await note(.ceremonyResumed, members, in: journal)
    for step in steps {
      for decision in step.pending {
        try await note(
          .intentAbandoned,
          [
            "decision": .string(decision), "step": .string(step.step),
            "reason": .string("the ceremony was interrupted between intent and outcome"),
          ], in: journal)
      }
    }
    return try await hold(CeremonyRoom(self, check, store: store, earlier: steps))
  }

  private func hold(_ room: CeremonyRoom) async throws(CeremonyError) -> [Transcript.Line] {
    do throws(CeremonyError) {
      try await room.run()
      try await room.noteAtLarge(
        .ceremonyClosed, ["made": remnants(await room.machine.made), "toolSHA256": ToolDigest.json])
      try await room.collectClosingSignatures()
    } catch {
      throw await end(await room.fail(), after: error, in: room.journal)
    }
    _ = await room.close()
    return try readBack()
  }

  /// Takes a transcript away that holds no record: nothing was done, so the next run begins with a name that is free.
  private func abandon(_ error: CeremonyError) -> CeremonyError {
    let leftBehind: String
    do throws(CeremonyError) {
      try FilePath.remove(transcriptPath)
      leftBehind = "nothing"
    } catch {
      leftBehind = "\(transcriptPath), in which nothing is on record: remove it"
    }
    return CeremonyError(
      error.kind, "\(error.message)\nnothing was done; left behind: \(leftBehind)", hint: error.hint)
  }

  private func greet(_ check: ScriptCheck) {
    let nature = rehearsal ? " (rehearsal)" : script.demo ? " (demonstration)" : ""
    screen.say("\(script.name)\(nature): \(script.steps.count) steps")
    screen.say("script \(script.sha256)")
    for remark in check.remarks { screen.say("remark: \(remark)") }
  }

  private func header(_ now: Instant) -> [String: JSONValue] {
    [
      "tool": .string("key-ceremony \(Product.version)"),
      "ceremony": .string(script.name),
      "purpose": .string(script.purpose), "kind": .string(script.kind.rawValue), "demo": .bool(script.demo),
      "rehearsal": .bool(rehearsal), "answeredBySheet": .bool(isAnsweredBySheet), "now": .string(now.description),
      "monotonic": .integer(clock.monotonic()),
      "script": .object(["sha256": .string(script.sha256.hex)]), "people": .array(people.all.map(\.json)),
      "tokens": .array(
        script.tokens.map { .object(["id": .string($0.id), "module": .string($0.module), "uri": .string($0.uri)]) }),
    ]
  }

  private func note(
    _ kind: RecordKind, _ members: [String: JSONValue], blobs: [Blob] = [], in journal: Journal
  ) async throws(CeremonyError) {
    do { try await journal.note(kind, .object(members), blobs: blobs) } catch { throw CeremonyError(error) }
  }

  /// Puts the failure on record where the transcript still takes records, and names what is left behind.
  private func end(
    _ failure: CeremonyStateMachine.FailedResult, after error: CeremonyError, in journal: Journal
  ) async -> CeremonyError {
    guard case .report(let state, let leftBehind) = failure else { return error }
    var message = "\(error.message)\nthe ceremony ended at: \(state); left behind: "
    message += leftBehind.isEmpty ? "nothing" : leftBehind.map(\.description).joined(separator: ", ")
    message += "\ntranscript: \(transcriptPath)"
    let members: [String: JSONValue] = [
      "at": .string(state.description), "reason": .string(error.message), "leftBehind": remnants(leftBehind),
      "toolSHA256": ToolDigest.json,
    ]
    do throws(CeremonyError) {
      try await note(.ceremonyFailed, members, in: journal)
    } catch {
      message += "\nthis end is not on record: \(error.message)"
    }
    return CeremonyError(error.kind, message, hint: error.hint)
  }

  private func remnants(_ list: [Remnant]) -> JSONValue { .array(list.map(\.json)) }

  /// The last check: what the medium holds is a whole chain.
  private func readBack() throws(CeremonyError) -> [Transcript.Line] {
    let bytes = try FilePath.read(transcriptPath, limit: Transcript.longest)
    do { return try Transcript.verified(bytes) } catch {
      throw CeremonyError(.store, "the transcript \(transcriptPath) does not read back: \(error)")
    }
  }
}

/// The first record of a transcript that is to be carried on.
private struct CeremonyStart {
  /// When the interrupted run began: certificates that begin `now` begin then.
  let now: Instant

  init(_ lines: [Transcript.Line], of script: Script, rehearsal: Bool, closers: Int) throws(CeremonyError) {
    guard let first = lines.first, first.record.kind == .ceremonyStarted, let body = first.record.value,
      let now = body["now"]?.text.flatMap({ Instant($0) })
    else { throw CeremonyError(.refused, "the transcript does not begin with the start of a ceremony") }
    guard body["script"]?["sha256"]?.text == script.sha256.hex else {
      throw CeremonyError(
        .refused, "the transcript is of another script",
        hint: "a ceremony is carried on with the very script it began with")
    }
    guard body["rehearsal"] == .bool(rehearsal) else {
      throw CeremonyError(.refused, "a rehearsal is not carried on as a ceremony, nor the other way round")
    }
    // Closed it is once it is signed: until then it is closed again, for the signatures to cover all of it.
    let close = lines.lastIndex { $0.record.kind == .ceremonyClosed }
    let signatures = close.map { lines[$0...].count { $0.record.kind == .transcriptSigned } }
    guard signatures.map({ $0 < closers }) ?? true else {
      throw CeremonyError(.refused, "the ceremony is closed: there is nothing to carry on")
    }
    self.now = now
  }
}

extension Remnant {
  var json: JSONValue {
    .object(["kind": .string(kind.rawValue), "name": .string(name), "certain": .bool(certain)])
  }
}
