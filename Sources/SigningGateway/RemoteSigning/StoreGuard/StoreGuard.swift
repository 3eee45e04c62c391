internal import Evidence
internal import Records
internal import Synchronization
internal import TokenPool

/// Notices a record store that was put back: the signatories' token keeps the mark of the last record, and a store that ends
/// before it, or has another record in its place, opens no signatory's key until two operators approved exactly that.
/// Otherwise a copy of yesterday would bring back what was destroyed or used up since.
///
/// The mark follows the store: at most one write of the token in `pause`, of the newest record, and no answer waits for it
/// save that a key is destroyed.
final class StoreGuard: Sendable {
  enum Standing: Sendable, Hashable {
    /// Why nobody knows yet.
    case unexamined(String)
    case fresh
    case disputed(StoreDispute)
  }

  /// Under what the token keeps the mark.
  static let label = "sealgate record store"
  /// Seconds that the token may lag behind where the configuration does not say.
  static let usualPause: Int64 = 5

  private struct Finding: Sendable {
    let kept: [UInt8]?
    let freshness: StoreFreshness
    let store: StoreMark?
  }

  private struct State {
    var standing = Standing.unexamined("the record store was not compared with the token yet")
    var token: (any SubjectToken)?
    var finding: Finding?
    var examination: Task<Void, Never>?
    var newest: StoreMark?
    /// The sequence that the token keeps.
    var written: Int64 = 0
    var write: Task<String?, Never>?
    var isTimed = false
    var isStopped = false
    /// Why the last write failed; nil where it did not.
    var failure: String?
  }

  private let state = Mutex(State())
  private let journal: Journal
  private let changes: ChangeControl
  private let log: OperatorLog?
  /// How far the token may lag behind.
  private let pause: Duration

  init(journal: Journal, changes: ChangeControl, log: OperatorLog?, pause: Duration) {
    self.pause = pause
    self.journal = journal
    self.changes = changes
    self.log = log
  }

  func opened(_ token: (any SubjectToken)?) { state.withLock { $0.token = token } }

  var standing: Standing { state.withLock { $0.standing } }

  /// The sequence that the token keeps, how many records it lags, and why the last write failed.
  var progress: (kept: Int64, lag: Int64, failure: String?) {
    state.withLock { ($0.written, max(0, ($0.newest?.sequence ?? $0.written) - $0.written), $0.failure) }
  }

  /// The digest that two operators have to approve; nil where nothing is in dispute.
  var waitsFor: Digest? {
    guard case .disputed(let dispute) = standing else { return nil }
    return dispute.digest
  }

  /// Why signatories' keys rest; nil where they do not.
  var problem: String? {
    switch standing {
    case .fresh: return nil
    case .unexamined(let why): return why
    case .disputed(let dispute):
      let way =
        changes.needsApproval
        ? "hint: signing-gateway approve --subject store --digest \(dispute.digest.hex)"
        : "hint: no operators are configured; configure two, have them approve the configuration, and then the subject "
          + "store with digest \(dispute.digest.hex)"
      return "signatories' keys rest until two operators decide: \(dispute.reason); \(way)"
    }
  }

  /// Throws unless the store is known to be the right one.
  func check() throws(GatewayError) {
    if let problem { throw .unavailable(problem, decision: nil) }
  }

  /// The same after a comparison, where there was none yet.
  func require() async throws(GatewayError) {
    await examine()
    try check()
  }
}

// MARK: - Comparing

extension StoreGuard {
  /// Compares without writing anything: before a start writes its own records.
  func look() async {
    guard case .unexamined = standing, let token = state.withLock({ $0.token }) else { return }
    do {
      let finding = try await compare(token)
      state.withLock { $0.finding = finding }
    } catch { state.withLock { $0.standing = .unexamined("\(error)") } }
  }

  /// Compares, once for all who ask at a time, and acts on what it finds.
  func examine() async {
    let running = state.withLock { state -> Task<Void, Never>? in
      guard case .unexamined = state.standing, let token = state.token else { return nil }
      if let running = state.examination { return running }
      let task = Task { await self.examine(token) }
      state.examination = task
      return task
    }
    await running?.value
  }

  /// Once a minute: what failed before is tried again.
  func tick() async {
    await examine()
    if case .disputed(let dispute) = standing { await stage(dispute) }
    if case .fresh = standing { _ = await settle() }
  }

  /// A change took effect.
  func decided(_ change: ChangeInEffect) async {
    guard case .disputed(let dispute) = standing, change.subject == .store, change.digest == dispute.digest else {
      return
    }
    await accept(dispute, approvers: change.approvers)
  }

  private func compare(_ token: any SubjectToken) async throws -> Finding {
    let values = try await token.readAllData(label: StoreGuard.label)
    // Two of them are what a crash between two steps of a write leaves. One that cannot be read is never passed over.
    let kept = values.max { (StoreMark(bytes: $0)?.sequence ?? .max) < (StoreMark(bytes: $1)?.sequence ?? .max) }
    return Finding(
      kept: kept, freshness: try await journal.store.freshness(kept: kept), store: try await journal.store.mark())
  }

  private func examine(_ token: any SubjectToken) async {
    let next: Standing
    do {
      let finding: Finding
      if let found = state.withLock({ $0.finding }) { finding = found } else { finding = try await compare(token) }
      next = try await act(on: finding, token)
    } catch {
      next = .unexamined("the record store could not be compared with the token: \(error)")
    }
    state.withLock { state in
      state.standing = next
      state.finding = nil
      state.examination = nil
    }
    switch next {
    case .fresh: follow()
    case .unexamined(let why): log?.say("store-not-compared", ["reason": why])
    case .disputed(let dispute):
      log?.say("store-disputed", ["digest": dispute.digest.hex, "reason": problem ?? dispute.reason])
      await stage(dispute)
    }
  }

  private func act(on finding: Finding, _ token: any SubjectToken) async throws -> Standing {
    let mark = finding.kept.flatMap { StoreMark(bytes: $0) }
    switch finding.freshness {
    case .fresh:
      state.withLock { $0.written = mark?.sequence ?? 0 }
      return .fresh
    case .nothingKept where try await journal.store.records(of: [.storeKept]).isEmpty:
      // Once, at installation.
      if let first = try await journal.store.mark() { try await keep(first, token) }
      try await journal.note(.storeKept, .object(["because": .string("the token remembered no record store")]))
      return .fresh
    case .nothingKept, .older, .anotherHistory, .unreadable:
      return .disputed(try await dispute(finding, mark))
    }
  }

  /// The dispute, on record. A restart finds the one that it found before, with the approvals it has.
  private func dispute(_ finding: Finding, _ mark: StoreMark?) async throws -> StoreDispute {
    let kept = finding.kept.map { Blob($0).address }
    let found = StoreDispute(freshness: finding.freshness, kept: kept, marked: mark, store: finding.store)
    let earlier = try await journal.store.records(of: [.storeDisputed]).compactMap { found.firstFound(in: $0) }.last
    guard let earlier else {
      try await journal.note(.storeDisputed, found.body)
      return found
    }
    return StoreDispute(freshness: finding.freshness, kept: kept, marked: mark, store: earlier)
  }

  private func stage(_ dispute: StoreDispute) async {
    do {
      guard case .inEffect(let change) = try await changes.stage(.store, dispute.digest) else { return }
      // Where the operators decided and the token could not be told.
      await decided(change)
    } catch { log?.say("store-not-compared", ["reason": "\(error)"]) }
  }

  private func accept(_ dispute: StoreDispute, approvers: [Operator]) async {
    guard let token = state.withLock({ $0.token }) else { return }
    do {
      if let mark = try await journal.store.mark() { try await keep(mark, token) }
      try await journal.note(
        .storeKept,
        .object([
          "because": .string("two operators decided"), "digest": .string(dispute.digest.hex), "dispute": dispute.json,
          "approvedBy": .array(approvers.map { .string($0.id) }),
        ]))
      state.withLock { $0.standing = .fresh }
      log?.say("store-accepted", ["digest": dispute.digest.hex])
      follow()
    } catch { log?.say("store-not-accepted", ["digest": dispute.digest.hex, "reason": "\(error)"]) }
  }

  private func keep(_ mark: StoreMark, _ token: any SubjectToken) async throws {
    try await token.writeData(label: StoreGuard.label, mark.bytes)
    state.withLock { $0.written = mark.sequence }
  }
}

// MARK: - Following the store

extension StoreGuard {
  /// A record is durable.
  func noted(_ record: SealedRecord) {
    state.withLock { state in
      if record.sequence > state.newest?.sequence ?? 0 { state.newest = StoreMark(record) }
    }
    follow()
  }

  /// Has the token keep the newest mark; nil where it does, or why not.
  func settle() async -> String? {
    let wanted = state.withLock { $0.newest?.sequence ?? 0 }
    while true {
      switch state.withLock({ step(to: wanted, &$0) }) {
      case .done: return nil
      case .cannot(let why): return why
      case .another(let task): _ = await task.value
      case .own(let task): if let failure = await task.value { return failure }
      }
    }
  }

  /// Writes what is to be written, and nothing after it.
  func stop() async {
    if case .fresh = standing { _ = await settle() }
    state.withLock { $0.isStopped = true }
  }

  private enum Step {
    case done
    case cannot(String)
    /// A write that began before, perhaps of an older mark.
    case another(Task<String?, Never>)
    case own(Task<String?, Never>)
  }

  private func step(to wanted: Int64, _ state: inout State) -> Step {
    guard state.written < wanted else { return .done }
    if let task = state.write { return .another(task) }
    guard state.standing == .fresh, !state.isStopped, let token = state.token, let mark = state.newest else {
      return .cannot("the token does not follow the record store")
    }
    let task = Task { await self.write(mark, token) }
    state.write = task
    return .own(task)
  }

  private func write(_ mark: StoreMark, _ token: any SubjectToken) async -> String? {
    var failure: String?
    do { try await token.writeData(label: StoreGuard.label, mark.bytes) } catch { failure = error.description }
    let isNews = state.withLock { state in
      state.write = nil
      if failure == nil { state.written = max(state.written, mark.sequence) }
      defer { state.failure = failure }
      return (state.failure == nil) != (failure == nil)
    }
    if isNews { log?.say(failure == nil ? "store-mark-kept" : "store-mark-not-kept", ["reason": failure ?? ""]) }
    return failure
  }

  /// Begins the pause after which the newest mark is written, unless one runs.
  private func follow() {
    let begins = state.withLock { state in
      guard state.standing == .fresh, !state.isTimed, !state.isStopped, state.written < state.newest?.sequence ?? 0
      else { return false }
      state.isTimed = true
      return true
    }
    guard begins else { return }
    Task { [weak self, pause] in
      try? await Task.sleep(for: pause)
      await self?.endPause()
    }
  }

  private func endPause() async {
    state.withLock { $0.isTimed = false }
    if state.withLock({ !$0.isStopped }) { _ = await settle() }
  }
}
