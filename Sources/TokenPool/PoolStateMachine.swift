/// Decides what a pool does when its token comes and goes. No I/O: time comes in as milliseconds of one clock.
struct PoolStateMachine {
  enum State: Equatable {
    /// Requests are taken. Exits: `down`, `failed`, `stopped`.
    case ready
    /// Nothing is asked of the token before `retryAt`. Exits: `recovering`, `stopped`.
    case down(reason: String, retryAt: Int64, attempts: Int)
    /// One attempt is under way. Exits: `ready`, `down`, `failed`, `stopped`.
    case recovering(reason: String, attempts: Int)
    /// The PIN was refused; another attempt could lock the token. Exits: `stopped`.
    case failed(reason: String)
    /// Exits: none.
    case stopped
  }

  private(set) var state = State.ready
  /// When the token was last got back, and after how many attempts.
  private var lastRecovery: (at: Int64, attempts: Int)?
  /// A token that is lost again within so many milliseconds was not really back.
  private static let settling: Int64 = 10_000

  enum AdmitResult: Equatable { case admit, refuse(reason: String) }

  /// A request comes in.
  func admit() -> AdmitResult {
    switch state {
    case .ready: .admit
    case .down(let reason, _, _), .recovering(let reason, _), .failed(let reason): .refuse(reason: reason)
    case .stopped: .refuse(reason: "the service is stopping")
    }
  }

  /// A request that was taken comes to its turn. After a stop it is still worked off.
  func begin() -> AdmitResult { state == .stopped ? .admit : admit() }

  enum LostResult: Equatable { case startRecovery, none }

  /// A lane met an error that means that the token is gone. The first attempt to get it back may come at once; but each
  /// start of the module ends the sessions of all pools on it, so a token that is lost again and again waits ever longer.
  mutating func tokenLost(reason: String, now: Int64) -> LostResult {
    guard state == .ready else { return .none }
    if let last = lastRecovery, now - last.at < PoolStateMachine.settling {
      state = .down(
        reason: reason, retryAt: now + PoolStateMachine.pause(after: last.attempts), attempts: last.attempts)
    } else {
      state = .down(reason: reason, retryAt: now, attempts: 0)
    }
    return .startRecovery
  }

  enum TimeResult: Equatable { case recover, wait(milliseconds: Int64), none }

  /// Time went by.
  mutating func time(now: Int64) -> TimeResult {
    guard case .down(let reason, let retryAt, let attempts) = state else { return .none }
    guard now >= retryAt else { return .wait(milliseconds: retryAt - now) }
    state = .recovering(reason: reason, attempts: attempts + 1)
    return .recover
  }

  enum RecoveryResult: Equatable { case resume, retry, giveUp, none }

  mutating func recovered(now: Int64) -> RecoveryResult {
    guard case .recovering(_, let attempts) = state else { return .none }
    state = .ready
    lastRecovery = (now, attempts)
    return .resume
  }

  /// The token is still away.
  mutating func recoveryFailed(reason: String, now: Int64) -> RecoveryResult {
    guard case .recovering(_, let attempts) = state else { return .none }
    state = .down(reason: reason, retryAt: now + PoolStateMachine.pause(after: attempts), attempts: attempts)
    return .retry
  }

  /// A PIN that was refused is never tried again.
  mutating func pinRefused(reason: String) -> RecoveryResult {
    guard state != .stopped else { return .none }
    state = .failed(reason: reason)
    return .giveUp
  }

  mutating func stop() {
    state = .stopped
  }

  /// The pause doubles from a quarter of a second to five seconds.
  private static func pause(after attempts: Int) -> Int64 {
    Int64(min(250 << min(max(attempts, 1) - 1, 10), 5000))
  }
}
