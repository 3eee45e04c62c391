internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import PKCS11
internal import Records
internal import TokenPool

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
  /// What this rehearsal and those before it in its folder handed out.
  let shares: RehearsalShares

  /// What took the place of what, in words.
  struct Outcome {
    let standIns: [String]
    let lines: [Transcript.Line]
  }

  func run(transcript: String) async throws(CeremonyError) -> Outcome {
    var pins = RehearsalPINs(in: "\(scratch.work)/.pins", place: scratch.place)
    var standIns = try makeTokens(pins)
    let tokens = try tokens(pins)
    try pins.prepare(script) { Rehearsal.label(of: script.token(of: $0)) }
    // What an earlier rehearsal made here is the real thing of the story.
    let mentions = ScriptMentions(script)
    let written = written(tokens)
    let here = Set(mentions.texts.filter { FilePath.exists(scratch.place($0)) })
    let backups = StandInBackup.needed(script) { here.contains($0) || written.contains(scratch.place($0)) }
      .filter { !here.contains($0.publicKey.name) }
    try copyInputs(written, but: backups)
    standIns += try await make(mentions.issuers.filter { !here.contains($0.certificateFile) }, pins)
    standIns += try await make(backups, pins)
    standIns += try makeFiles()
    shares.begin(script, place: scratch.place)
    try bringShares()
    let prepared = try RehearsalRoom.prepare(
      script.people, answers: sheet.answers,
      secrets: try secrets().merging(pins.typed) { sheet, made in sheet.merging(made) { _, made in made } },
      shares: shares)
    let (conductor, screen) = room(prepared.room, prepared.people)
    let ceremony = Ceremony(
      script: script.replacing(tokens: tokens), folder: scratch.work, transcriptPath: transcript, screen: screen,
      clock: clock, conductor: conductor, people: prepared.people, rehearsal: true, isAnsweredBySheet: terminal == nil,
      openToken: HSMToken.open)
    let lines = try await ceremony.run()
    try pins.conclude()
    return Outcome(standIns: standIns, lines: lines)
  }

  private func room(_ answering: RehearsalRoom, _ people: People) -> (any Conductor, Screen) {
    guard let terminal else { return (answering, screen.withoutProgress) }
    let room = TerminalRoom(terminal, script: script, rehearsal: true) { statement, person, _ throws(CeremonyError) in
      try answering.signature(over: statement, by: person)
    }
    Interruption.catchSignal()
    return (
      RehearsedTerminal(room: room, answering: answering, people: people), room.screen(complaining: screen)
    )
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
  private func tokens(_ pins: RehearsalPINs) throws(CeremonyError) -> [TokenChoice] {
    var choices: [TokenChoice] = []
    for choice in script.tokens {
      let label = Rehearsal.label(of: choice)
      choices.append(Rehearsal.token(choice.id, label, try pins.choice(like: choice.pin, label)))
    }
    return choices
  }

  private static func token(_ id: String, _ label: String, _ pin: PINChoice) -> TokenChoice {
    TokenChoice(id: id, module: module, uri: "pkcs11:token=\(label)", pin: pin)
  }

  private static func label(of choice: TokenChoice) -> String {
    let label = (try? PKCS11URI(choice.uri))?.token ?? choice.id
    return TokenLabel.isUsable(label, upTo: 32) ? label : choice.id
  }

  /// Initialises the tokens that the script expects to be there. One that an earlier rehearsal made here is there.
  private func makeTokens(_ pins: RehearsalPINs) throws(CeremonyError) -> [String] {
    scratch.useTokens()
    var standIns: [String] = []
    for choice in script.tokens {
      let label = Rehearsal.label(of: choice)
      standIns.append("the token \(choice.id): \(label), in SoftHSM")
      guard !FilePath.exists(pins.userFile(label)) else { continue }
      guard !script.isInitialisedByStep(choice) else {
        try PINFile.generate(pins.userFile(label))
        continue
      }
      try initialise(label, pins)
    }
    return standIns
  }

  private func initialise(_ label: String, _ pins: RehearsalPINs) throws(CeremonyError) {
    try CommandLineTool.silently(
      "token", "init", "--module", Rehearsal.module, "--label", label, "--pin-file", pins.userFile(label),
      "--so-pin-file", pins.officerFile(label), "--generate-pins")
  }

  // MARK: Files and issuers

  /// What the script's steps write, in the rehearsal's folder.
  private func written(_ tokens: [TokenChoice]) -> Set<String> {
    ScriptCheck(script.replacing(tokens: tokens), folder: scratch.work, now: clock.now(), isRehearsal: true)
      .claimedOutputs
  }

  /// Everything that the script names and that is there; secrets get others in their place, and custodians' media and the
  /// files that their shares open are not touched at all.
  private func copyInputs(_ written: Set<String>, but backups: [StandInBackup]) throws(CeremonyError) {
    let media = script.steps.compactMap(\.openedBackup).flatMap(\.custody.media.values)
    let left = Set(media + backups.flatMap { $0.files.map(\.wrapped) })
    for output in written { try ScratchFolder.make(FilePath.folder(of: output)) }
    for text in ScriptMentions(script).texts.sorted() where !text.contains("\n") && !left.contains(text) {
      // What the script writes is not there yet, though an earlier day may have written it.
      guard !written.contains(scratch.place(text)) else { continue }
      try scratch.copy(text, from: folder)
    }
  }

  /// Custodians bring what an earlier rehearsal gave them on media of their own.
  private func bringShares() throws(CeremonyError) {
    for step in script.steps {
      for (person, name) in step.openedBackup?.custody.media ?? [:] where !FilePath.exists(scratch.place(name)) {
        guard let share = try shares.held(by: person, in: step.id) else { continue }
        try ScratchFolder.make(FilePath.folder(of: scratch.place(name)))
        try ShareFile.create(scratch.place(name), share)
      }
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
  private func make(
    _ issuers: [ScriptMentions.Issuer], _ pins: RehearsalPINs
  ) async throws(CeremonyError) -> [String] {
    var standIns: [String] = []
    let made = script.steps.compactMap { ($0 as? GenerateKey)?.label ?? ($0 as? RestoreKey)?.restoration.label }
    for (index, issuer) in issuers.enumerated() where !made.contains(issuer.label) {
      guard let choice = script.tokens.first(where: { $0.id == issuer.token }) ?? script.tokens.first else { continue }
      let label = Rehearsal.label(of: choice)
      let standIn = try standIn(issuer.label, issuer.certificateFile)
      try await hold(
        try standIn.script(
          on: Rehearsal.token(choice.id, label, .file(pins.userFile(label))),
          output: scratch.place(issuer.certificateFile), ckaID: "5EA1\(String(index + 0x10, radix: 16))",
          protection: issuer.protection),
        "issuer-\(index + 1)")
      standIns.append(
        "the key \(issuer.label)" + (issuer.isKeyAlone ? "" : " and its certificate \(issuer.certificateFile)"))
    }
    return standIns
  }

  /// Backups that other ceremonies made, with shares of the occasion: on a token of their own, which no step works on.
  private func make(_ backups: [StandInBackup], _ pins: RehearsalPINs) async throws(CeremonyError) -> [String] {
    var standIns: [String] = []
    let token = "stand-in-backups"
    if !backups.isEmpty, !FilePath.exists(pins.userFile(token)) { try initialise(token, pins) }
    let choice = Rehearsal.token(token, token, .file(pins.userFile(token)))
    for backup in backups {
      let mark = Hash.digest(Array(backup.publicKey.name.utf8)).hex.prefix(8)
      let label = "stand-in-\(mark)"
      var file = "\(scratch.work)/.pins/\(label).pem"
      if case .certificate(let name) = backup.publicKey { file = scratch.place(name) }
      let standIn = try standIn(label, backup.publicKey.name)
      try await hold(
        try standIn.script(on: choice, output: file, ckaID: "5EA2\(mark)", protection: .underTrustedWrapping), label)
      try await backup.make(
        label, on: choice, officer: pins.officerFile(token), place: scratch.place, shares)
      for one in backup.files {
        standIns.append(
          "the backup \(one.wrapped) of the key in \(backup.publicKey.name), with shares made for "
            + one.custodians.joined(separator: ", "))
      }
    }
    return standIns
  }

  /// In the place of a certificate that was copied, if it was there to copy.
  private func standIn(_ label: String, _ certificate: String) throws(CeremonyError) -> StandInIssuer {
    let file = scratch.place(certificate)
    let standIn = try StandInIssuer(label, certificate: file, organization: ScriptMentions(script).organization)
    if FilePath.exists(file) { try FilePath.remove(file) }
    try ScratchFolder.make(FilePath.folder(of: file))
    return standIn
  }

  private func hold(_ script: Script, _ name: String) async throws(CeremonyError) {
    let ceremony = Ceremony(
      script: script, folder: scratch.work, transcriptPath: "\(scratch.work)/\(name).transcript.jsonl",
      screen: screen.withoutProgress, clock: clock, rehearsal: true, openToken: HSMToken.open)
    _ = try await ceremony.run()
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
