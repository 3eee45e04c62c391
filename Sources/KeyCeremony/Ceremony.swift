internal import CommandLineTools
internal import Evidence
internal import Records

/// One ceremony from the checked script to the closed transcript. `CeremonyStateMachine` says what may come next.
struct Ceremony {
  let script: Script
  let folder: String
  let transcriptPath: String
  let screen: Screen
  let clock: @Sendable () -> Instant
  let openToken: TokenOpener

  /// Logs in to the token that the script names; it tries the PIN once. Relative paths begin at the folder.
  typealias TokenOpener =
    @Sendable (TokenChoice, _ folder: String) async throws(CeremonyError) -> any CeremonyToken

  /// Carries the script out. Returns the records of the transcript as they were read back from its file.
  func run() async throws(CeremonyError) -> [Transcript.Line] {
    var machine = CeremonyStateMachine(stepCount: script.steps.count)
    let check = ScriptCheck(script, folder: folder, now: clock())
    try CeremonyError.require(check.problems)
    _ = machine.scriptChecked()
    screen.say("\(script.name)\(script.demo ? " (demonstration)" : ""): \(script.steps.count) steps")
    screen.say("script \(script.sha256)")
    for remark in check.remarks { screen.say("remark: \(remark)") }

    let store = try TranscriptStore(creating: transcriptPath, clock: clock)
    let journal = Journal(store)
    try await note(.ceremonyStarted, header, blobs: [Blob(script.source)], in: journal)
    let token: any CeremonyToken
    do throws(CeremonyError) {
      token = try await openToken(script.token, folder)
    } catch {
      throw await end(machine.failed(), after: error, in: journal)
    }
    _ = machine.tokenOpened()
    let room = CeremonyRoom(
      check, machine: machine, token: token, journal: journal, screen: screen, clock: clock)
    do throws(CeremonyError) {
      try await note(.tokenOpened, ["uri": .string(script.token.uri), "token": token.identity.json], in: journal)
      for line in token.identity.lines { screen.say(line) }
      try await room.run()
      try await note(.ceremonyClosed, ["made": remnants(await room.machine.made)], in: journal)
    } catch {
      throw await end(await room.fail(), after: error, in: journal)
    }
    _ = await room.close()
    return try readBack()
  }

  private var header: [String: JSONValue] {
    [
      "tool": .string("key-ceremony \(CommandLineTool.version)"), "ceremony": .string(script.name),
      "purpose": .string(script.purpose), "kind": .string(script.kind.rawValue), "demo": .bool(script.demo),
      "script": .object(["sha256": .string(script.sha256.hex)]), "module": .string(script.token.module),
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
    ]
    do throws(CeremonyError) {
      try await note(.ceremonyFailed, members, in: journal)
    } catch {
      message += "\nthis end is not on record: \(error.message)"
    }
    return CeremonyError(error.kind, message, hint: error.hint)
  }

  private func remnants(_ list: [Remnant]) -> JSONValue {
    .array(
      list.map {
        .object(["kind": .string($0.kind.rawValue), "name": .string($0.name), "certain": .bool($0.certain)])
      })
  }

  /// The last check: what the medium holds is a whole chain.
  private func readBack() throws(CeremonyError) -> [Transcript.Line] {
    let bytes = try FilePath.read(transcriptPath, limit: 1 << 26)
    do { return try Transcript.verified(bytes) } catch {
      throw CeremonyError(.store, "the transcript \(transcriptPath) does not read back: \(error)")
    }
  }
}
