internal import Evidence
internal import Records

/// Who approved what, and what is in effect: a fold over the records, and nothing but them.
///
/// An approval is given against what was in effect at that time: when something takes effect, the subject's earlier
/// approvals are used up, those of other digests too. A way back to an older state needs new ones. Approvals of people
/// who are no operators any more do not count.
struct ApprovalBook: Sendable {
  /// Different operators that a change needs.
  static let needed = 2

  /// The operators of the configuration that runs: they approve the first one, while none was ever in effect.
  private let first: [Operator]
  private var approvals: [Approval] = []
  private var effects: [ChangeSubject: (change: ChangeInEffect, sequence: Int64)] = [:]

  init(first operators: [Operator]) { first = operators }

  /// Takes what the record tells; the order in which records come does not matter. False where a record of these kinds
  /// cannot be read: then nobody knows what is in effect.
  mutating func fold(_ record: SealedRecord) -> Bool {
    switch record.kind {
    case .changeApproved:
      guard let approval = Approval(record) else { return false }
      approvals.append(approval)
    case .changeInEffect:
      guard let change = ChangeInEffect(record) else { return false }
      if record.sequence > effects[change.subject]?.sequence ?? 0 {
        effects[change.subject] = (change, record.sequence)
      }
    default: break
    }
    return true
  }

  /// What took effect last; nil where nothing ever did.
  func inEffect(_ subject: ChangeSubject) -> ChangeInEffect? { effects[subject]?.change }

  /// Who may approve now: the operators of the configuration in effect. Where none was ever in effect, or one without
  /// operators, those of the configuration that runs.
  var operators: [Operator] {
    guard let configuration = inEffect(.configuration), !configuration.operators.isEmpty else { return first }
    return configuration.operators
  }

  /// The operator who shows the certificate with this SHA-256.
  func `operator`(showing certificate: Digest) -> Operator? {
    operators.first { $0.certificateSHA256 == certificate }
  }

  /// The approvals that count, one for each operator and for each key, the first given first. Two certificates over one
  /// key are one hand.
  func approvals(of subject: ChangeSubject, _ digest: Digest) -> [Approval] {
    open(subject).filter { $0.digest == digest }
  }

  func approvers(of subject: ChangeSubject, _ digest: Digest) -> [Operator] {
    approvals(of: subject, digest).map(\.approver)
  }

  /// Whether enough operators approved it for it to take effect.
  func isApproved(_ subject: ChangeSubject, _ digest: Digest) -> Bool {
    approvals(of: subject, digest).count >= ApprovalBook.needed
  }

  /// All digests of the subject with approvals that count, by the first one's record.
  func openDigests(_ subject: ChangeSubject) -> [Digest] {
    var digests: [Digest] = []
    for approval in open(subject) where !digests.contains(approval.digest) { digests.append(approval.digest) }
    return digests
  }

  private func open(_ subject: ChangeSubject) -> [Approval] {
    let since = effects[subject]?.sequence ?? 0
    let electorate = Set(operators)
    var counted: Set<[String]> = []
    return approvals.filter { $0.subject == subject && $0.sequence > since && electorate.contains($0.approver) }
      .sorted { $0.sequence < $1.sequence }
      .filter { approval in
        let key = approval.key ?? approval.approver.certificateSHA256
        let marks = [["operator", approval.approver.id], ["key", key.hex]].map { [approval.digest.hex] + $0 }
        guard counted.isDisjoint(with: marks) else { return false }
        counted.formUnion(marks)
        return true
      }
  }
}
