internal import CommandLineTools
internal import Cryptography
internal import Evidence

extension Option {
  static let answers = Option("--answers", "FILE", "demonstrations: answers from a sheet, nobody types")
}

/// Who sits in the room of a command: people at a terminal, a sheet of answers, or nobody.
struct RoomChoice {
  let conductor: any Conductor
  let screen: Screen
  /// On record: nobody typed the answers.
  let isSheet: Bool
  private let terminalRoom: TerminalRoom?

  /// - Parameter terminal: nil where nobody can type.
  init(
    _ script: Script, answers: String?, folder: String, screen: Screen, terminal: Terminal?
  ) throws(CeremonyError) {
    let signing = RoomChoice.signing(folder: folder)
    let asks = !script.people.all.isEmpty || script.steps.contains { $0 is any AskingStep }
    isSheet = answers != nil
    if let answers {
      guard script.demo else {
        throw CeremonyError(
          .refused, "--answers is for demonstrations (ceremony.demo): in a ceremony people answer",
          hint: "'key-ceremony rehearse' takes a sheet for any script")
      }
      terminalRoom = nil
      conductor = SheetRoom(sheet: try AnswerSheet(file: answers), signing: signing)
      self.screen = screen
    } else if !asks {
      (conductor, terminalRoom, self.screen) = (EmptyRoom(), nil, screen)
    } else {
      guard let terminal else {
        throw CeremonyError(
          .usage, "the script asks people, and standard input is no terminal that they could type at",
          hint: "run it at a terminal; a demonstration takes --answers FILE")
      }
      let room = TerminalRoom(terminal, script: script, rehearsal: false, signing: signing)
      Interruption.catchSignal()
      (conductor, terminalRoom, self.screen) = (room, room, room.screen(complaining: screen))
    }
  }

  /// Turns to the last page, where there are pages.
  func finish(with last: Digest?) throws(CeremonyError) { try terminalRoom?.finish(with: last) }

  /// Signs with the device that the script names for the person.
  static func signing(folder: String) -> TerminalRoom.Signing {
    { statement, person, room throws(CeremonyError) in
      try await person.approvalDevice(folder: folder).sign(
        statement.bytes, asking: room, step: statement.step ?? "close")
    }
  }
}
