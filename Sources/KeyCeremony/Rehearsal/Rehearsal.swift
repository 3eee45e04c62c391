internal import CommandLineTools
internal import Evidence
internal import PKCS11
internal import Records

/// A script carried out on throw-away tokens, with throw-away keys of its people, in a folder of its own.
struct Rehearsal {
  static let module = "/usr/lib/softhsm/libsofthsm2.so"

  let script: Script
  /// The folder that the script's relative paths begin at.
  let folder: String
  let scratch: ScratchFolder
  let sheet: AnswerSheet
  let clock: CeremonyClock
  /// Where people sit; nil where the sheet and the script's own hopes answer.
  let terminal: Terminal?
  /// For the lines of a ceremony that nobody attends.
  let screen: Screen

  /// What took the place of what, in words.
  struct Outcome {
    let standIns: [String]
    let lines: [Transcript.Line]
  }

  func run(transcript: String) async throws(CeremonyError) -> Outcome {
    var standIns = try makeTokens()
    try makeOfficerPINs()
    // What an earlier rehearsal made here is the real thing of the story.
    let issuers = ScriptMentions(script).issuers.filter { !FilePath.exists(scratch.place($0.certificateFile)) }
    try copyInputs()
    standIns += try await make(issuers)
    standIns += try makeFiles()
    let prepared = try RehearsalRoom.prepare(script.people, answers: sheet.answers, secrets: try secrets())
    let (conductor, screen) = room(prepared.room)
    let ceremony = Ceremony(
      script: script.replacing(tokens: tokens), folder: scratch.work, transcriptPath: transcript, screen: screen,
      clock: clock, conductor: conductor, people: prepared.people, rehearsal: true, isAnsweredBySheet: terminal == nil,
      openToken: HSMToken.open)
    return Outcome(standIns: standIns, lines: try await ceremony.run())
  }

  private func room(_ answering: RehearsalRoom) -> (any Conductor, Screen) {
    guard let terminal else { return (answering, screen.withoutProgress) }
    let room = TerminalRoom(terminal, script: script, rehearsal: true) { statement, person, _ throws(CeremonyError) in
      try answering.signature(over: statement, by: person)
    }
    Interruption.catchSignal()
    return (room, room.screen(complaining: screen))
  }

  private func secrets() throws(CeremonyError) -> [String: [String: String]] {
    var secrets: [String: String] = [:]
    for (member, file) in sheet.secretFiles {
      secrets[member] = String(decoding: try SecretFile.line(file), as: UTF8.self)
    }
    return ["*": secrets]
  }

  // MARK: Tokens

  /// The script's tokens with SoftHSM in their place.
  private var tokens: [TokenChoice] {
    script.tokens.map { choice in
      TokenChoice(
        id: choice.id, module: Rehearsal.module, uri: "pkcs11:token=\(Rehearsal.label(of: choice))",
        pin: .file(pinFile(of: choice)))
    }
  }

  private func pinFile(of choice: TokenChoice) -> String { "\(scratch.work)/.pins/\(Rehearsal.label(of: choice)).pin" }

  private static func label(of choice: TokenChoice) -> String {
    let label = (try? PKCS11URI(choice.uri))?.token ?? choice.id
    return TokenLabel.isUsable(label, upTo: 32) ? label : choice.id
  }

  /// Initialises the tokens that the script expects to be there. One that an earlier rehearsal made here is there.
  private func makeTokens() throws(CeremonyError) -> [String] {
    scratch.useTokens()
    var standIns: [String] = []
    for choice in script.tokens {
      let label = Rehearsal.label(of: choice)
      standIns.append("the token \(choice.id): \(label), in SoftHSM")
      guard !FilePath.exists(pinFile(of: choice)) else { continue }
      guard !script.isInitialisedByStep(choice) else {
        try PINFile.generate(pinFile(of: choice))
        continue
      }
      try CommandLineTool.silently(
        "token", "init", "--module", Rehearsal.module, "--label", label, "--pin-file", pinFile(of: choice),
        "--so-pin-file", "\(scratch.work)/.pins/\(label).so-pin", "--generate-pins")
    }
    return standIns
  }

  /// The security officers' PINs of the occasion, where the script's steps look for them.
  private func makeOfficerPINs() throws(CeremonyError) {
    for mention in ScriptMentions(script).officerPINs {
      guard let choice = script.tokens.first(where: { $0.id == mention.token }) ?? script.tokens.first else { continue }
      let (kept, place) = ("\(scratch.work)/.pins/\(Rehearsal.label(of: choice)).so-pin", scratch.place(mention.file))
      if !FilePath.exists(kept) { try PINFile.generate(kept) }
      guard !FilePath.exists(place) else { continue }
      try ScratchFolder.make(FilePath.folder(of: place))
      try DurableFile.create(place, try FilePath.read(kept), mode: 0o600)
    }
  }

  // MARK: Files and issuers

  /// Everything that the script names and that is there; secrets get others in their place.
  private func copyInputs() throws(CeremonyError) {
    let check = ScriptCheck(
      script.replacing(tokens: tokens), folder: scratch.work, now: clock.now(), isRehearsal: true)
    for output in check.claimedOutputs { try ScratchFolder.make(FilePath.folder(of: output)) }
    for text in ScriptMentions(script).texts.sorted() where !text.contains("\n") {
      // What the script writes is not there yet, though an earlier day may have written it.
      guard !check.claimedOutputs.contains(scratch.place(text)) else { continue }
      try scratch.copy(text, from: folder)
    }
  }

  /// Files that somebody will bring on the day.
  private func makeFiles() throws(CeremonyError) -> [String] {
    var standIns: [String] = []
    for step in script.steps {
      let file: String
      switch step {
      case let step as Media where step.direction == .in: file = step.file
      case let step as Attach: file = step.file
      default: continue
      }
      guard !FilePath.exists(scratch.place(file)) else { continue }
      try ScratchFolder.make(FilePath.folder(of: scratch.place(file)))
      try DurableFile.create(scratch.place(file), Array("stand-in for \(file)\n".utf8))
      standIns.append("the file \(file)")
    }
    return standIns
  }

  /// Keys of issuers that the script expects on a token, certified by themselves: so a script for a subordinate is
  /// rehearsed without its root.
  private func make(_ issuers: [ScriptMentions.Issuer]) async throws(CeremonyError) -> [String] {
    var standIns: [String] = []
    let made = script.steps.compactMap { ($0 as? GenerateKey)?.label }
    for (index, issuer) in issuers.enumerated() where !made.contains(issuer.label) {
      guard let choice = tokens.first(where: { $0.id == issuer.token }) ?? tokens.first else { continue }
      let file = scratch.place(issuer.certificateFile)
      let standIn = try StandInIssuer(
        issuer.label, certificate: file, organization: ScriptMentions(script).organization)
      if FilePath.exists(file) { try FilePath.remove(file) }
      try ScratchFolder.make(FilePath.folder(of: file))
      let ceremony = Ceremony(
        script: try standIn.script(on: choice, output: file, number: index), folder: scratch.work,
        transcriptPath: "\(scratch.work)/issuer-\(index + 1).transcript.jsonl", screen: screen.withoutProgress,
        clock: clock, rehearsal: true, openToken: HSMToken.open)
      _ = try await ceremony.run()
      standIns.append("the key \(issuer.label) and its certificate \(issuer.certificateFile)")
    }
    return standIns
  }
}

extension Script {
  /// The same script with other tokens in the places of its own.
  func replacing(tokens: [TokenChoice]) -> Script {
    var copy = self
    copy.tokens = tokens
    return copy
  }

  /// Whether a step makes the token, so that it must not be there before.
  func isInitialisedByStep(_ choice: TokenChoice) -> Bool {
    steps.contains { type(of: $0).verb == "initialise-token" && token(of: $0).id == choice.id }
  }
}
