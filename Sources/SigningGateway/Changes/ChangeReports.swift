internal import Evidence
internal import PolicyGates
internal import Records

/// How the two-person rule is told to clients and operators.
extension ChangeControl {
  /// Changes of the configuration follow a procedure (EN 319 401 clause 7.7); that it takes two is R-B6 of
  /// `docs/ASSURANCE.md`.
  static let clause = "EN 319 401 V3.2.1 (2026-01) REQ-7.7-03"

  /// Throws unless two operators approved the configuration, or none has to.
  func requireInEffect(_ configuration: Digest) throws(GatewayError) {
    guard approval(of: configuration) == nil else { return }
    let book = book
    let approvers = book.approvers(of: .configuration, configuration)
    let approved = approvers.isEmpty ? "by nobody" : "by \(ChangeControl.names(approvers))"
    let finding = RecordedFinding(
      rule: "etsi.en_319_401.req-7-7-03.configuration_not_approved", clause: ChangeControl.clause,
      severity: Severity.error.rawValue, field: "configuration",
      found: "\(configuration.hex), approved \(approved)",
      required: "approved by \(ApprovalBook.needed) different operators of: \(ChangeControl.names(book.operators))")
    let hint = "signing-gateway approve --subject configuration --digest \(configuration.hex)"
    throw .notInEffect(
      Refusal(findings: [finding]),
      "configuration \(configuration.hex) waits for approval, approved so far \(approved); \(finding.required); "
        + "hint: \(hint)")
  }

  /// What `/readyz` says of the configuration that runs: `approvedBy`, `since`, and `approval`, a sentence.
  func report(on configuration: Digest) -> [String: JSONValue] {
    if let approval = approval(of: configuration) {
      let sentence = needsApproval ? "in effect" : "not needed: a demo without operators"
      return approval.members.merging(["approval": .string(sentence)]) { own, _ in own }
    }
    let approvers = book.approvers(of: .configuration, configuration)
    let missing = max(0, ApprovalBook.needed - approvers.count)
    return [
      "approvedBy": .array(approvers.map { .string($0.id) }), "since": .null,
      "approval": .string("waits for \(missing) more of: \(ChangeControl.names(book.operators))"),
    ]
  }

  /// One digest as answers show it: who approved it, and what that means.
  func json(_ subject: ChangeSubject, _ digest: Digest) -> JSONValue {
    var members: [String: JSONValue] = [
      "subject": .string(subject.rawValue), "digest": .string(digest.hex),
      "needed": .integer(Int64(ApprovalBook.needed)),
    ]
    switch standing(subject, digest) {
    case .inEffect(let change):
      members["inEffect"] = .bool(true)
      members["since"] = .string(change.since.description)
      members["approvedBy"] = .array(change.approvers.map { .string($0.id) })
    case .approved(let approvers), .waiting(let approvers):
      members["inEffect"] = .bool(false)
      members["since"] = .null
      members["approvedBy"] = .array(approvers.map { .string($0.id) })
    case .takeEffect, .unreadable: break
    }
    members["ready"] = .bool(isReady(subject, digest))
    return .object(members)
  }

  private static func names(_ operators: [Operator]) -> String { operators.map(\.id).joined(separator: ", ") }
}
