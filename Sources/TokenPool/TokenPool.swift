internal import Cryptography
internal import Dispatch
public import Evidence
public import PKCS11
internal import Synchronization

/// Signing lanes on one token: each a thread of its own with one session, behind a bounded queue.
///
/// PKCS#11 calls block, so none of them runs on the cooperative pool. Keys are named by CKA_ID and fingerprint, never by
/// handle. Where the token goes away, requests are refused until it is back; the PIN is tried once for each attempt, and
/// never again after it was refused.
public final class TokenPool: TokenSigner {
  /// Asked for the user's PIN at each login.
  public typealias PINSource = @Sendable () throws(PKCS11Error) -> PIN

  public struct Settings: Sendable {
    public let uri: PKCS11URI
    /// Gives the user's PIN anew for each login; the pool keeps none.
    let pin: PINSource
    /// Threads, and sessions, for work.
    public let lanes: Int
    /// How many requests of the CA pipeline may wait for a lane.
    public let queue: Int
    /// How many of signatories may, in a line of their own.
    public let signatoryQueue: Int

    /// - Parameter pinFile: a file of mode 0600, read anew for each login.
    public init(
      uri: PKCS11URI, pinFile: String, lanes: Int = 2, queue: Int = 256, signatoryQueue: Int? = nil
    ) {
      self.init(
        uri: uri, pin: { () throws(PKCS11Error) in try PIN(file: pinFile) }, lanes: lanes, queue: queue,
        signatoryQueue: signatoryQueue)
    }

    /// - Parameter signatoryQueue: nil for as many as in `queue`.
    public init(
      uri: PKCS11URI, pin: @escaping PINSource, lanes: Int, queue: Int, signatoryQueue: Int? = nil
    ) {
      self.uri = uri
      self.pin = pin
      self.lanes = max(1, lanes)
      self.queue = max(1, queue)
      self.signatoryQueue = max(1, signatoryQueue ?? queue)
    }
  }

  /// What a health check shows.
  public struct Status: Sendable, Hashable {
    public let isReady: Bool
    /// Why it is not.
    public let reason: String?
    /// Work of the CA pipeline.
    public let waiting: Int
    public let waitingSignatories: Int
    public let lanes: Int
  }

  public let settings: Settings
  /// As the token named itself at the start.
  public let token: TokenInfo
  let host: ModuleHost
  let login: TokenLogin
  private let machine = Mutex(PoolStateMachine())
  private let queue: JobQueue<Job>
  /// Keys of the CA pipeline that were found once: where one is gone, so is the token.
  private let known = Mutex<Set<KeyIdentity>>([])
  let destroyed = Mutex(DestroyedKeys())
  /// Held while a data object is replaced.
  let dataWrites = Mutex(())
  /// Held while a wrapping key is made.
  let wrappingKeyCreation = Mutex(())
  private let wake = DispatchSemaphore(value: 0)
  private let threads = DispatchGroup()

  typealias Job = @Sendable (TokenPool, Lane) -> Void

  /// Finds the token, logs in, and starts the lanes.
  public init(host: ModuleHost, settings: Settings) throws(PKCS11Error) {
    self.host = host
    self.settings = settings
    queue = JobQueue { $0 == .issuance ? settings.queue : settings.signatoryQueue }
    let login = TokenLogin(module: host.module, uri: settings.uri, pin: settings.pin)
    self.login = login
    let found = host.use { generation in
      Result { () throws(PKCS11Error) in try login.ensure(generation) }
    }
    token = try found.get()
    do throws(PKCS11Error) {
      for _ in 1...settings.lanes { try start { $0.work() } }
      try start { $0.recover() }
    } catch {
      stop()
      throw error
    }
  }

  /// Takes nothing new, and returns when the lanes are done and the token is logged out.
  ///
  /// A process ends after this only: a module's own exit handlers would take it apart under a lane that works.
  public func stop() {
    machine.withLock { $0.stop() }
    queue.close()
    wake.signal()
    threads.wait()
    // Not before the last lane is done: one that has to open its session again would log in again.
    host.use { _ in login.release() }
  }

  public var status: Status {
    let reason: String? =
      switch machine.withLock({ $0.admit() }) {
      case .admit: nil
      case .refuse(let reason): reason
      }
    return Status(
      isReady: reason == nil, reason: reason, waiting: queue.count(of: .issuance),
      waitingSignatories: queue.count(of: .signatories), lanes: settings.lanes)
  }

  /// The signature in the form that X.509 wants: DER for ECDSA, as many bytes as the modulus for RSA.
  public func sign(
    key identity: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm = .whole
  ) async throws(TokenPoolError) -> [UInt8] {
    try await sign(for: .issuance, key: identity, scheme: scheme, message: message, form: form)
  }

  /// The pool as one class of work uses it.
  public func lane(for work: WorkClass) -> PoolLane { PoolLane(pool: self, work: work) }

  fileprivate func sign(
    for work: WorkClass, key identity: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    try await perform(for: work) { pool, lane throws(LaneError) in
      let key = try pool.key(identity, on: lane, for: work)
      let operation = try SigningOperation(scheme, key: key.publicKey.facts, message: message, form: form)
      do throws(LaneError) {
        return try operation.run(key.privateKey, on: lane)
      } catch .module(let error) where error.code == .keyHandleInvalid || error.code == .objectHandleInvalid {
        // Where another lane destroyed it meanwhile, that says nothing of the token.
        try pool.requireNotDestroyed(identity, on: lane)
        throw .module(error)
      }
    }
  }

  /// Bytes of the token's random generator.
  public func random(count: Int) async throws(TokenPoolError) -> [UInt8] {
    try await perform { _, lane throws(LaneError) in
      try lane.use { session throws(PKCS11Error) in try session.random(count: count) }
    }
  }

  /// Runs work on a lane and waits for it without blocking the caller's thread.
  func perform<Value: Sendable>(
    for work: WorkClass = .issuance, _ body: @escaping @Sendable (TokenPool, Lane) throws(LaneError) -> Value
  ) async throws(TokenPoolError) -> Value {
    if case .refuse(let reason) = machine.withLock({ $0.admit() }) { throw .unavailable(reason) }
    let result = await withCheckedContinuation { (waiter: CheckedContinuation<Result<Value, TokenPoolError>, Never>) in
      let taken = queue.push({ pool, lane in waiter.resume(returning: pool.run(body, on: lane)) }, for: work)
      if !taken { waiter.resume(returning: .failure(.busy)) }
    }
    return try result.get()
  }

  /// A key that was destroyed on purpose is not one that the token lost.
  func forget(_ identity: KeyIdentity) { known.withLock { _ = $0.remove(identity) } }

  /// A key that is not there although it was known means that the token is not the one it was.
  /// That one of a signatory's is not means nothing: they come and go, and other processes may destroy them.
  private func key(
    _ identity: KeyIdentity, on lane: Lane, for work: WorkClass
  ) throws(LaneError) -> TokenKey {
    try requireNotDestroyed(identity, on: lane)
    if let key = lane.knownKey(identity) { return key }
    do {
      let key = try lane.findKey(identity)
      if work == .issuance { known.withLock { _ = $0.insert(identity) } }
      return key
    } catch .pool(.keyNotFound(let what)) where known.withLock({ $0.contains(identity) }) {
      throw .module(.unusableAnswer(function: "C_FindObjects", problem: "a key known before is gone: \(what)"))
    }
  }
}

/// A token pool for one class of work, which has a line of its own.
public struct PoolLane: TokenSigner {
  public let pool: TokenPool
  public let work: WorkClass

  public func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    try await pool.sign(for: work, key: key, scheme: scheme, message: message, form: form)
  }
}

// What the threads do. Decisions are the state machine's.
extension TokenPool {
  private func start(_ body: @escaping @Sendable (TokenPool) -> Void) throws(PKCS11Error) {
    threads.enter()
    let isStarted = DedicatedThread.start {
      body(self)
      self.threads.leave()
    }
    guard !isStarted else { return }
    threads.leave()
    throw .failed(function: "pthread_create", code: .hostMemory)
  }

  private func work() {
    let lane = Lane()
    while let job = queue.pop() { job(self, lane) }
    host.use { _ in lane.close() }
  }

  private func run<Value>(
    _ work: (TokenPool, Lane) throws(LaneError) -> Value, on lane: Lane
  ) -> Result<Value, TokenPoolError> {
    if case .refuse(let reason) = machine.withLock({ $0.begin() }) { return .failure(.unavailable(reason)) }
    return host.use { generation in
      do throws(PKCS11Error) {
        try lane.open(host.module, login: login, generation: generation)
      } catch {
        return .failure(failed(.module(error), lane))
      }
      do throws(LaneError) { return .success(try work(self, lane)) } catch { return .failure(failed(error, lane)) }
    }
  }

  private func failed(_ error: LaneError, _ lane: Lane) -> TokenPoolError {
    guard case .module(let cause) = error else { return error.reported }
    lane.close()
    if let code = cause.code, ReturnValue.pinIsRefused.contains(code) {
      _ = machine.withLock { $0.pinRefused(reason: cause.description) }
    } else if TokenPool.meansTokenIsLost(cause) {
      let result = machine.withLock { $0.tokenLost(reason: cause.description, now: TokenPool.milliseconds()) }
      if result == .startRecovery { wake.signal() }
    }
    return error.reported
  }

  private static func meansTokenIsLost(_ error: PKCS11Error) -> Bool {
    switch error {
    case .failed(_, let code): ReturnValue.tokenIsLost.contains(code)
    // Without its PIN a token is of no use: it is looked for, and the file read again, until both are there.
    case .token, .pin: true
    case .unusableAnswer(let function, _): function == "C_FindObjects"
    case .load, .missingFunction, .uri: false
    }
  }

  private func recover() {
    var restart = true
    while machine.withLock({ $0.state }) != .stopped {
      switch machine.withLock({ $0.time(now: TokenPool.milliseconds()) }) {
      case .none: wake.wait()
      case .wait(let milliseconds): _ = wake.wait(timeout: .now() + .milliseconds(Int(clamping: milliseconds)))
      case .recover: restart = attemptRecovery(restart: restart)
      }
    }
  }

  /// Starts the module anew with all lanes quiet, logs in, and looks for the keys known before.
  ///
  /// - Returns: whether the next attempt must start the module anew, which ends the sessions of the other pools too. A
  ///   PIN file or a key that is missing is no reason to.
  private func attemptRecovery(restart: Bool) -> Bool {
    let seen = host.use { $0 }
    let result = Result { () throws(PKCS11Error) in if restart { try host.restart(after: seen) } }
    let failure = host.use { generation -> LaneError? in
      let lane = Lane()
      do throws(PKCS11Error) {
        try result.get()
        try lane.open(host.module, login: login, generation: generation)
      } catch {
        return .module(error)
      }
      do throws(LaneError) {
        try findKnownKeys(on: lane)
        return nil
      } catch {
        return error
      }
    }
    settle(failure)
    return switch failure {
    case nil, .module(.failed), .module(.token), .module(.unusableAnswer): true
    case .module(.pin), .module(.load), .module(.missingFunction), .module(.uri), .pool: false
    }
  }

  /// A key that is gone is forgotten, for it may have been destroyed; where all are, this is not the token it was.
  private func findKnownKeys(on lane: Lane) throws(LaneError) {
    let before = known.withLock { $0 }
    var gone: [KeyIdentity: TokenPoolError] = [:]
    for identity in before {
      do throws(LaneError) {
        _ = try lane.findKey(identity)
      } catch {
        guard case .pool(let cause) = error else { throw error }
        gone[identity] = cause
      }
    }
    if let reason = gone.values.first, gone.count == before.count { throw .pool(reason) }
    known.withLock { $0.subtract(gone.keys) }
  }

  private func settle(_ failure: LaneError?) {
    machine.withLock { machine in
      guard let failure else {
        _ = machine.recovered(now: TokenPool.milliseconds())
        return
      }
      if case .module(let cause) = failure, let code = cause.code, ReturnValue.pinIsRefused.contains(code) {
        _ = machine.pinRefused(reason: cause.description)
      } else {
        _ = machine.recoveryFailed(reason: failure.reported.description, now: TokenPool.milliseconds())
      }
    }
  }

  /// Milliseconds of the clock that no operator sets.
  private static func milliseconds() -> Int64 {
    Int64(clamping: DispatchTime.now().uptimeNanoseconds / 1_000_000)
  }
}
