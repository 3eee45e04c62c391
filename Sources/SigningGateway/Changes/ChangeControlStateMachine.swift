internal import Evidence
internal import Records

/// Decides on approvals and on what takes effect. It writes nothing: its answers say what is to be written.
///
/// For each subject there is what is in effect, and at most one digest that is ready to take effect: the configuration
/// that runs, or the import that was made last. It takes effect when it is ready and two operators approved it, in
/// whichever order that comes.
struct ChangeControlStateMachine: Sendable {
  private(set) var book: ApprovalBook
  /// The operators of the configuration that runs.
  private let operators: [Operator]
  private let demo: Bool
  /// What could take effect now.
  private var ready: [ChangeSubject: Digest] = [:]
  /// What was said to take effect and is not on record yet.
  private var underWay: Set<ChangeSubject> = []
  /// The configuration of a demo that needs no approval. It leaves no record of its own: it is no state that anything
  /// later builds on.
  private var demonstration: ChangeInEffect?

  /// - Parameters:
  ///   - operators: those of the configuration that runs.
  ///   - demo: whether that configuration may do without operators.
  init(operators: [Operator], demo: Bool) {
    book = ApprovalBook(first: operators)
    self.operators = operators
    self.demo = demo
  }

  /// False in a demo that has no operators and never had any: then everything takes effect at once.
  var needsApproval: Bool { !demo || !book.operators.isEmpty }

  // MARK: - A record of an earlier run

  /// False where the record cannot be read; then the service must not start.
  mutating func restore(_ record: SealedRecord) -> Bool { book.fold(record) }

  // MARK: - An approval

  enum ApproveResult: Sendable, Hashable {
    /// Write it, then call `approved(_:at:)`.
    case record(Operator)
    /// The operator did so before; nothing is to be written.
    case alreadyApproved(Operator)
    /// This one approved it with the same key under another certificate; nothing is to be written.
    case keyOfAnother(Operator)
    /// It is in effect; nothing is to be approved.
    case alreadyInEffect(ChangeInEffect)
    /// The certificate is none of an operator of the configuration in effect.
    case notAnOperator
  }

  /// Somebody who shows this certificate, with this public key, approves the digest.
  func approve(_ subject: ChangeSubject, _ digest: Digest, certificate: Digest, key: Digest?) -> ApproveResult {
    guard let approver = book.operator(showing: certificate) else { return .notAnOperator }
    if case .inEffect(let change) = standing(subject, digest) { return .alreadyInEffect(change) }
    let approvals = book.approvals(of: subject, digest)
    guard !approvals.contains(where: { $0.approver == approver }) else { return .alreadyApproved(approver) }
    if let key, let other = approvals.first(where: { $0.key == key }) { return .keyOfAnother(other.approver) }
    return .record(approver)
  }

  enum Standing: Sendable, Hashable {
    /// It waits for more operators; these approved it so far.
    case waiting([Operator])
    /// Enough operators approved it, and it takes effect when it is ready: at the start with that configuration, or with
    /// that import.
    case approved([Operator])
    /// Write this now, then call `tookEffect(_:)`.
    case takeEffect(ChangeInEffect)
    case inEffect(ChangeInEffect)
    /// The record cannot be read.
    case unreadable
  }

  /// The approval is on record.
  mutating func approved(_ record: SealedRecord, at now: Instant) -> Standing {
    guard let approval = Approval(record), book.fold(record) else { return .unreadable }
    return settle(approval.subject, approval.digest, at: now)
  }

  // MARK: - Something that could take effect

  /// The digest is ready to take effect, in the place of what was ready before.
  mutating func stage(_ subject: ChangeSubject, _ digest: Digest, at now: Instant) -> Standing {
    ready[subject] = digest
    return settle(subject, digest, at: now)
  }

  /// What was told to take effect is on record.
  mutating func tookEffect(_ record: SealedRecord) -> Standing {
    guard let change = ChangeInEffect(record), book.fold(record) else { return .unreadable }
    underWay.remove(change.subject)
    return .inEffect(change)
  }

  /// What is in effect; nil where nothing is.
  func inEffect(_ subject: ChangeSubject) -> ChangeInEffect? {
    subject == .configuration ? demonstration ?? book.inEffect(subject) : book.inEffect(subject)
  }

  /// Whether the digest is the one that could take effect now.
  func isReady(_ subject: ChangeSubject, _ digest: Digest) -> Bool { ready[subject] == digest }

  /// How a digest stands, without any change.
  func standing(_ subject: ChangeSubject, _ digest: Digest) -> Standing {
    if let change = inEffect(subject), change.digest == digest { return .inEffect(change) }
    let approvers = book.approvers(of: subject, digest)
    return book.isApproved(subject, digest) ? .approved(approvers) : .waiting(approvers)
  }

  private mutating func settle(_ subject: ChangeSubject, _ digest: Digest, at now: Instant) -> Standing {
    let standing = standing(subject, digest)
    if case .inEffect = standing { return standing }
    let isWaived = !needsApproval && subject.isWaivedInDemo
    guard ready[subject] == digest, isWaived || book.isApproved(subject, digest) else { return standing }
    let change = ChangeInEffect(
      subject: subject, digest: digest, approvers: book.approvers(of: subject, digest), since: now,
      operators: subject == .configuration ? operators : [])
    if subject == .configuration, !needsApproval {
      demonstration = change
      return .inEffect(change)
    }
    return underWay.insert(subject).inserted ? .takeEffect(change) : standing
  }
}
