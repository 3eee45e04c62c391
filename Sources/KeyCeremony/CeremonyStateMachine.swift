/// Something that a ceremony made, or may have made, on a token or on disk.
public struct Remnant: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case key, signature, file
    /// A token that was initialised, or a PIN that was changed.
    case token
    /// An object on a token that is gone: its destruction cannot be taken back.
    case destruction
  }

  public let kind: Kind
  /// A key's label, a certificate's subject or a file's path.
  public let name: String
  /// False where the act was interrupted, so that nobody knows whether it took place.
  public let certain: Bool

  public init(_ kind: Kind, _ name: String, certain: Bool = true) {
    self.kind = kind
    self.name = name
    self.certain = certain
  }
}

extension Remnant: CustomStringConvertible {
  public var description: String { certain ? "\(kind) \(name)" : "perhaps \(kind) \(name)" }
}

/// Where a ceremony stands and what may happen next. It decides; `Ceremony` acts.
struct CeremonyStateMachine {
  enum Phase: String, Sendable, Hashable {
    /// Exits: intended, failed.
    case planned
    /// The transcript holds what is about to be done. Exits: performed, failed.
    case intended
    /// The token has done it. Exits: the next step, complete, failed.
    case performed
  }

  enum State: Sendable, Hashable {
    /// The script is read. Exits: checked, failed.
    case loaded
    /// Nothing that can be known without the token is wrong. Exits: tokenOpen, failed.
    case checked
    /// Logged in; the token is not yet compared with the script. Exits: step(0), failed.
    case tokenOpen
    /// Exits: the phase's.
    case step(Int, Phase)
    /// Every step is done. Exits: closed, failed.
    case complete
    /// The transcript is closed. No exit.
    case closed
    /// No exit.
    case failed
  }

  /// An event in a state that does not know it: a mistake of ours, answered and never acted on.
  struct OutOfOrder: Sendable, Hashable, CustomStringConvertible {
    let event: String
    let state: State

    var description: String { "'\(event)' does not belong where the ceremony stands (\(state))" }
  }

  enum ScriptCheckedResult: Sendable, Hashable { case openToken, outOfOrder(OutOfOrder) }
  enum TokenOpenedResult: Sendable, Hashable { case checkToken, outOfOrder(OutOfOrder) }
  enum TokenCheckedResult: Sendable, Hashable { case start(step: Int), outOfOrder(OutOfOrder) }
  enum ResumedResult: Sendable, Hashable { case start(step: Int), close, outOfOrder(OutOfOrder) }
  enum IntentRecordedResult: Sendable, Hashable { case perform, outOfOrder(OutOfOrder) }
  enum PerformedResult: Sendable, Hashable { case verifyAndRecord, outOfOrder(OutOfOrder) }
  enum FileMadeResult: Sendable, Hashable { case noted, outOfOrder(OutOfOrder) }
  enum OutcomeRecordedResult: Sendable, Hashable { case start(step: Int), close, outOfOrder(OutOfOrder) }
  enum ClosedResult: Sendable, Hashable { case done, outOfOrder(OutOfOrder) }
  enum FailedResult: Sendable, Hashable { case report(at: State, leftBehind: [Remnant]), alreadyOver }

  private(set) var state = State.loaded
  /// Everything made so far, the present step's last.
  private(set) var made: [Remnant] = []
  private var mayMake: [Remnant] = []
  private let stepCount: Int

  /// A script without steps has been refused before this.
  init(stepCount: Int) {
    precondition(stepCount > 0, "a ceremony has at least one step")
    self.stepCount = stepCount
  }

  mutating func scriptChecked() -> ScriptCheckedResult {
    guard state == .loaded else { return .outOfOrder(outOfOrder("script checked")) }
    state = .checked
    return .openToken
  }

  mutating func tokenOpened() -> TokenOpenedResult {
    guard state == .checked else { return .outOfOrder(outOfOrder("token opened")) }
    state = .tokenOpen
    return .checkToken
  }

  mutating func tokenChecked() -> TokenCheckedResult {
    guard state == .tokenOpen else { return .outOfOrder(outOfOrder("token checked")) }
    state = .step(0, .planned)
    return .start(step: 0)
  }

  /// In place of `tokenChecked`: the steps before this one were done by an earlier run, and token and files agree.
  mutating func resumed(at step: Int, made earlier: [Remnant]) -> ResumedResult {
    guard state == .tokenOpen, (0...stepCount).contains(step) else { return .outOfOrder(outOfOrder("resumed")) }
    made = earlier
    guard step < stepCount else {
      state = .complete
      return .close
    }
    state = .step(step, .planned)
    return .start(step: step)
  }

  /// The step asked people and looked at things, and had nothing to make.
  mutating func witnessed(step: Int) -> OutcomeRecordedResult {
    guard state == .step(step, .planned) else { return .outOfOrder(outOfOrder("step \(step + 1) witnessed")) }
    return advance(after: step)
  }

  /// The transcript holds the intent of the step. `mayMake` is what a crash from here on may leave on the token.
  mutating func intentRecorded(step: Int, mayMake remnants: [Remnant]) -> IntentRecordedResult {
    guard state == .step(step, .planned) else { return .outOfOrder(outOfOrder("intent of step \(step + 1)")) }
    state = .step(step, .intended)
    mayMake = remnants
    return .perform
  }

  /// The token has answered. What it made is certain now.
  mutating func performed(step: Int, making remnants: [Remnant]) -> PerformedResult {
    guard state == .step(step, .intended) else { return .outOfOrder(outOfOrder("step \(step + 1) performed")) }
    state = .step(step, .performed)
    mayMake = []
    made += remnants
    return .verifyAndRecord
  }

  mutating func fileMade(step: Int, path: String) -> FileMadeResult {
    guard state == .step(step, .performed) else { return .outOfOrder(outOfOrder("file of step \(step + 1)")) }
    made.append(Remnant(.file, path))
    return .noted
  }

  mutating func outcomeRecorded(step: Int) -> OutcomeRecordedResult {
    guard state == .step(step, .performed) else { return .outOfOrder(outOfOrder("outcome of step \(step + 1)")) }
    return advance(after: step)
  }

  private mutating func advance(after step: Int) -> OutcomeRecordedResult {
    guard step + 1 < stepCount else {
      state = .complete
      return .close
    }
    state = .step(step + 1, .planned)
    return .start(step: step + 1)
  }

  mutating func closed() -> ClosedResult {
    guard state == .complete else { return .outOfOrder(outOfOrder("closed")) }
    state = .closed
    return .done
  }

  /// Ends the ceremony wherever it stands, and names what it leaves.
  mutating func failed() -> FailedResult {
    guard state != .closed, state != .failed else { return .alreadyOver }
    let leftBehind = made + mayMake.map { Remnant($0.kind, $0.name, certain: false) }
    defer { state = .failed }
    return .report(at: state, leftBehind: leftBehind)
  }

  private func outOfOrder(_ event: String) -> OutOfOrder { OutOfOrder(event: event, state: state) }
}

extension CeremonyStateMachine.State: CustomStringConvertible {
  var description: String {
    switch self {
    case .loaded: "script read"
    case .checked: "script checked"
    case .tokenOpen: "token open"
    case .step(let index, let phase): "step \(index + 1) \(phase.rawValue)"
    case .complete: "all steps done"
    case .closed: "closed"
    case .failed: "failed"
    }
  }
}
