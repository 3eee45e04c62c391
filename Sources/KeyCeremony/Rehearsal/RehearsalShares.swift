internal import Cryptography
internal import Evidence
internal import SecretSharing
internal import Synchronization

/// The shares that one rehearsal handed out: on media in its own folder, or shown to people and kept in locked memory. No
/// real share is ever among them.
final class RehearsalShares: Sendable {
  private struct State {
    /// What a step of the present script opens: the place of a wrapped file, by step.
    var opens: [String: String] = [:]
    /// Who holds which share of the set that opens a wrapped file, by its place.
    var holders: [String: [String: Holding]] = [:]
    /// The wrapped file that a step of the present script writes.
    var writes: [String: String] = [:]
    /// The last one that each person was shown, whatever it is of.
    var last: [String: KeptSecret] = [:]
  }

  private enum Holding {
    case medium(String)
    case memory(KeptSecret)
  }

  private let state = Mutex(State())

  /// Learns which steps of a script give shares out and which ask for them. What earlier scripts gave stays known.
  func begin(_ script: Script, place: (String) -> String) {
    let given = script.steps.compactMap { step in
      step.givenShares.map { (step.id, place($0.wrapped), $0.custody.media.mapValues(place)) }
    }
    let opened = script.steps.compactMap { step in step.openedBackup.map { (step.id, place($0.wrapped)) } }
    state.withLock { state in
      state.opens = Dictionary(opened) { first, _ in first }
      state.writes = [:]
      for (step, file, media) in given {
        state.writes[step] = file
        state.holders[file] = media.mapValues { .medium($0) }
      }
    }
  }

  /// A share of the set that opens this file, which nobody was shown.
  func keep(_ share: KeptSecret, of person: String, opening file: String) {
    state.withLock { $0.holders[file, default: [:]][person] = .memory(share) }
  }

  /// Somebody was shown a share.
  func shown(_ share: KeptSecret, to person: String, in step: String) {
    state.withLock { state in
      state.last[person] = share
      if let file = state.writes[step] { state.holders[file, default: [:]][person] = .memory(share) }
    }
  }

  /// What somebody was just shown in this step, and reads back.
  func read(by person: String, in step: String) -> SecretBytes? {
    state.withLock { state in
      guard let file = state.writes[step], case .memory(let share)? = state.holders[file]?[person] else { return nil }
      return share.bytes.copy()
    }
  }

  /// The share that somebody brings to open the file of a step; where no script is known, the last that they were shown.
  func held(by person: String, in step: String) throws(CeremonyError) -> SecretBytes? {
    let (holding, last) = state.withLock { state in
      (state.opens[step].flatMap { state.holders[$0]?[person] }, state.last[person])
    }
    switch holding {
    case .medium(let path)?: return FilePath.exists(path) ? try ShareFile.read(path) : nil
    case .memory(let share)?: return share.bytes.copy()
    case nil: return last.map { $0.bytes.copy() }
    }
  }
}

extension CeremonyStep {
  /// The shares that the step gives out, and the file that they open.
  var givenShares: (custody: ShareCustody, wrapped: String)? {
    switch self {
    case let step as Backup:
      guard case .shares(let custody, _, let wrapped) = step.method else { return nil }
      return (custody, wrapped)
    case let step as ReplaceCustodians: return (step.new, step.output)
    default: return nil
    }
  }

  /// The wrapped file that the step opens, whose shares, and whose key it must be.
  var openedBackup: (custody: ShareCustody, wrapped: String, publicKey: PublicKeySource)? {
    switch self {
    case let step as RestoreKey: (step.restoration.custody, step.restoration.wrappedFile, step.restoration.publicKey)
    case let step as RestoreRehearsal:
      (step.restoration.custody, step.restoration.wrappedFile, step.restoration.publicKey)
    case let step as ReplaceCustodians: (step.old, step.wrappedFile, step.publicKey)
    default: nil
    }
  }
}
