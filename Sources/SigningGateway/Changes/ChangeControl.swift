internal import Cryptography
internal import Evidence
internal import Records
internal import Synchronization
internal import X509

/// The two-person rule as the service lives it: takes approvals, writes them down, and puts changes in effect.
///
/// `ChangeControlStateMachine` decides; this writes what it says and nothing else.
final class ChangeControl: Sendable {
  typealias Standing = ChangeControlStateMachine.Standing

  private let machine: Mutex<ChangeControlStateMachine>
  private let journal: Journal
  private let watchers = Mutex<[@Sendable (ChangeInEffect) async -> Void]>([])
  private let clock: @Sendable () -> Instant

  /// - Parameters:
  ///   - operators: those of the configuration that runs.
  ///   - demo: whether that configuration may do without operators.
  init(operators: [Operator], demo: Bool, journal: Journal, clock: @escaping @Sendable () -> Instant) {
    machine = Mutex(ChangeControlStateMachine(operators: operators, demo: demo))
    self.journal = journal
    self.clock = clock
  }

  /// False in a demo without operators: there everything takes effect at once.
  var needsApproval: Bool { machine.withLock { $0.needsApproval } }

  /// Everything approved, and everything in effect, as it is now.
  var book: ApprovalBook { machine.withLock { $0.book } }

  /// What is in effect; nil where nothing is.
  func inEffect(_ subject: ChangeSubject) -> ChangeInEffect? { machine.withLock { $0.inEffect(subject) } }

  /// Who approved this configuration, and since when it is in effect; nil where it is not.
  func approval(of configuration: Digest) -> ConfigurationApproval? {
    guard let change = inEffect(.configuration), change.digest == configuration else { return nil }
    return ConfigurationApproval(approvedBy: change.approvers.map(\.id), since: change.since)
  }

  func standing(_ subject: ChangeSubject, _ digest: Digest) -> Standing {
    machine.withLock { $0.standing(subject, digest) }
  }

  /// Whether this digest could take effect now: the configuration that runs, or the import that was made last.
  func isReady(_ subject: ChangeSubject, _ digest: Digest) -> Bool {
    machine.withLock { $0.isReady(subject, digest) }
  }

  /// Has this called after each change that takes effect from now on, before whoever approved it is answered. What was
  /// in effect at the start is not told.
  func whenInEffect(_ watcher: @escaping @Sendable (ChangeInEffect) async -> Void) {
    watchers.withLock { $0.append(watcher) }
  }

  /// Whether this configuration will be in effect when it is staged: no operator has to approve it any more.
  func isApproved(_ configuration: Digest) -> Bool {
    machine.withLock { machine in
      switch machine.standing(.configuration, configuration) {
      case .inEffect, .approved: true
      case .waiting, .takeEffect, .unreadable: !machine.needsApproval
      }
    }
  }

  /// Learns from the records what earlier runs knew. Call it once, before anything is staged.
  func restore() async throws(JournalError) {
    let records = try await journal.store.records(of: [.changeApproved, .changeInEffect])
    for record in records where !machine.withLock({ $0.restore(record) }) { throw ChangeControl.unreadable(record) }
  }

  /// The digest is ready to take effect: the configuration that runs, or the import that was made last. It takes effect
  /// now where two operators approved it before, and else with the second approval.
  ///
  /// - Returns: `.inEffect`, `.waiting` or `.approved` (another call is just writing it down).
  func stage(_ subject: ChangeSubject, _ digest: Digest) async throws(JournalError) -> Standing {
    let now = clock()
    return try await carryOut(machine.withLock { $0.stage(subject, digest, at: now) })
  }

  /// Records that the operator of this client certificate approves the digest, and puts it in effect where that was what
  /// it waited for.
  ///
  /// - Returns: what was decided; the approval is on record where it is `.record`. `standing` tells what came of it.
  func approve(
    _ subject: ChangeSubject, _ digest: Digest, certificate: [UInt8]
  ) async throws(JournalError) -> ChangeControlStateMachine.ApproveResult {
    let shown = Hash.digest(certificate)
    let key = (try? Certificate(der: certificate)).map {
      Hash.digest($0.tbsCertificate.subjectPublicKeyInfo.derBytes)
    }
    let result = machine.withLock { $0.approve(subject, digest, certificate: shown, key: key) }
    if case .record(let approver) = result {
      let record = try await journal.note(
        .changeApproved, Approval.body(subject: subject, digest: digest, approver: approver, key: key),
        blobs: [Blob(certificate)])
      let now = clock()
      _ = try await carryOut(machine.withLock { $0.approved(record, at: now) })
    }
    return result
  }

  private func carryOut(_ standing: Standing) async throws(JournalError) -> Standing {
    guard case .takeEffect(let change) = standing else { return standing }
    let record = try await journal.note(.changeInEffect, change.body)
    let result = machine.withLock { $0.tookEffect(record) }
    for watcher in watchers.withLock({ $0 }) { await watcher(change) }
    return result
  }

  private static func unreadable(_ record: SealedRecord) -> JournalError {
    .unreadable("record \(record.sequence), \(record.kind.rawValue), is not as this version writes it")
  }
}
