internal import Evidence

/// PINs of the occasion, where a script's steps look for them: in files, in parts, or typed by the room that answers.
///
/// A token's whole PINs are files beside it. What people would type is handed to the room, by step and question.
struct RehearsalPINs {
  private enum Who: String { case user = "pin", officer = "so-pin" }

  private let folder: String
  private let place: (String) -> String
  /// What people type, by step and member.
  private(set) var typed: [String: [String: String]] = [:]
  /// PINs that steps change: they are in force afterwards.
  private var changed: [(kept: String, new: String)] = []
  private var present: [String: String] = [:]

  init(in folder: String, place: @escaping (String) -> String) {
    self.folder = folder
    self.place = place
  }

  /// The whole PIN of a token's user.
  func userFile(_ label: String) -> String { "\(folder)/\(label).\(Who.user.rawValue)" }

  /// The same of its security officer.
  func officerFile(_ label: String) -> String { "\(folder)/\(label).\(Who.officer.rawValue)" }

  /// Where a ceremony of the rehearsal gets a token's PIN: in as many parts as the script says, each in a file.
  func choice(like choice: PINChoice, _ label: String) throws(CeremonyError) -> PINChoice {
    guard case .halves(let halves) = choice else { return .file(userFile(label)) }
    var parts: [PINChoice.Half] = []
    for (half, part) in zip(halves, try RehearsalPINs.parts(of: userFile(label), halves.count)) {
      let file = "\(userFile(label)).\(half.custodian)"
      try RehearsalPINs.write(part, file)
      parts.append(PINChoice.Half(custodian: half.custodian, file: file))
    }
    return .halves(parts)
  }

  /// Puts the PINs of a script's steps in their places, in the order of the steps.
  ///
  /// - Parameter label: the rehearsal's label of the token that a step works on.
  mutating func prepare(_ script: Script, label: (any CeremonyStep) -> String) throws(CeremonyError) {
    for step in script.steps {
      let label = label(step)
      switch step {
      case let step as InitialiseToken: try put(step.officer, "new-officer-pin", step.id, whole(.officer, label))
      case let step as ChangePIN:
        let kept = step.who == .user ? userFile(label) : officerFile(label)
        if let old = step.old { try put(old, "old-pin", step.id, whole(step.who == .user ? .user : .officer, label)) }
        let new = "\(kept).\(step.id)"
        if !FilePath.exists(new) { try PINFile.generate(new) }
        try put(step.new, "new-pin", step.id, new)
        present[kept] = new
        changed.append((kept, new))
      default:
        guard let officer = step.officerPIN else { continue }
        try put(officer, "officer-pin", step.id, whole(.officer, label))
      }
    }
  }

  /// After the ceremony: the next script opens the tokens with the PINs that this one left.
  func conclude() throws(CeremonyError) {
    for (kept, new) in changed { try RehearsalPINs.write(try RehearsalPINs.read(new), kept) }
  }

  private func whole(_ who: Who, _ label: String) throws(CeremonyError) -> String {
    let kept = who == .user ? userFile(label) : officerFile(label)
    if !FilePath.exists(kept) { try PINFile.generate(kept) }
    return present[kept] ?? kept
  }

  private mutating func put(
    _ choice: PINChoice, _ member: String, _ step: String, _ whole: String
  ) throws(CeremonyError) {
    switch choice {
    case .file(let name): try RehearsalPINs.write(try RehearsalPINs.read(whole), place(name))
    case .prompt:
      typed[step, default: [:]][member] = String(decoding: try RehearsalPINs.read(whole), as: UTF8.self)
    case .halves(let halves):
      for (half, part) in zip(halves, try RehearsalPINs.parts(of: whole, halves.count)) {
        if let file = half.file {
          try RehearsalPINs.write(part, place(file))
        } else {
          typed[step, default: [:]]["\(member)-\(half.custodian)"] = String(decoding: part, as: UTF8.self)
        }
      }
    }
  }

  /// Nothing of it is worth keeping from anybody: the PINs are of the rehearsal's own tokens.
  private static func read(_ file: String) throws(CeremonyError) -> [UInt8] { try FilePath.read(file) }

  private static func write(_ content: [UInt8], _ file: String) throws(CeremonyError) {
    try ScratchFolder.make(FilePath.folder(of: file))
    if FilePath.exists(file) { try FilePath.remove(file) }
    try DurableFile.create(file, content, mode: 0o600)
  }

  private static func parts(of file: String, _ count: Int) throws(CeremonyError) -> [[UInt8]] {
    let whole = try read(file)
    return (0..<count).map { Array(whole[(whole.count * $0 / count)..<(whole.count * ($0 + 1) / count)]) }
  }
}

extension CeremonyStep {
  /// Where the step gets the security officer's PIN that is in force.
  fileprivate var officerPIN: PINChoice? {
    switch self {
    case let step as Backup:
      if case .shares(_, let officer, _) = step.method { officer } else { nil }
    case let step as RestoreKey: step.restoration.officer
    case let step as RestoreRehearsal: step.restoration.officer
    case let step as ReplaceCustodians: step.officer
    default: nil
    }
  }
}
