internal import Cryptography
internal import DER
internal import Evidence
internal import Records

// Who signed what: approvals, deviations, and the end.
extension Audit {
  mutating func examineApprovals(_ trace: StepTrace) {
    let requirements = script.approvals(of: trace.step)
    // Approvals count together where they are over the same inputs; an interrupted step may have had others before.
    var quorums: [Digest: Quorum] = [:]
    var isActing = false
    for (record, body, _) in trace.lines {
      switch record.kind {
      case .stepStarted: isActing = false
      case .stepApproved: count(record, body, trace.step, requirements, &quorums)
      case .deviation: examineDeviation(record, body, trace.step)
      case _ where !RecordKind.beforeActing.contains(record.kind) && !isActing:
        isActing = true
        let best = quorums.values.first(where: \.isComplete) ?? quorums.values.first ?? Quorum(requirements)
        for requirement in requirements where best.missing(requirement.role) > 0 {
          error(
            "step \(trace.step.id) goes on without approval by \(requirement.text): "
              + "\(best.missing(requirement.role)) missing", record.sequence, "nothing shows that these people agreed")
        }
      default: break
      }
    }
  }

  private mutating func count(
    _ record: SealedRecord, _ body: JSONValue, _ step: any CeremonyStep, _ requirements: [ApprovalRequirement],
    _ quorums: inout [Digest: Quorum]
  ) {
    guard let given = signature(record, body, step: step.id), case .approve = given.statement.act else {
      return error("no good approval of step \(step.id) by anybody of the script", record.sequence, Audit.badSignature)
    }
    let settled = body["settled"]?.text.flatMap { JSONValue(canonical: Array($0.utf8)) }
    guard case .object(let members)? = settled, given.statement.inputs == step.inputsDigest(members) else {
      return error(
        "\(given.person.name) approved something else than step \(step.id) of the script", record.sequence)
    }
    let inputs = step.inputsDigest(members)
    var quorum = quorums[inputs] ?? Quorum(requirements)
    switch quorum.offer(given.person, as: given.statement.role) {
    case .counted: quorums[inputs] = quorum
    case .countedBefore:
      error("\(given.person.name) approves step \(step.id) twice: that counts once", record.sequence)
    case .notAsked:
      error(
        "\(given.person.name) approves step \(step.id) as \(given.statement.role.title), which nobody asked for",
        record.sequence)
    }
  }

  private mutating func examineDeviation(_ record: SealedRecord, _ body: JSONValue, _ step: any CeremonyStep) {
    guard let given = signature(record, body, step: step.id), case .deviate(let reason) = given.statement.act,
      body["reason"]?.text == reason
    else {
      return error("a deviation that nobody of the script signed", record.sequence, Audit.badSignature)
    }
    notice(
      "deviation at step \(step.id), signed by \(given.person.name): \(reason)", record.sequence,
      "judge whether the ceremony is still what was approved")
  }

  /// EN 319 411-1 GEN-6.5.1-14: a root's by the security officer and somebody independent, others by the officer.
  mutating func examineClosing() {
    var signers: [Person] = []
    let ends = lines.filter { $0.record.kind == .ceremonyClosed }.map(\.record.sequence)
    for (line, body) in zip(lines, bodies) where line.record.kind == .transcriptSigned {
      let record = line.record
      let end = ends.last { $0 < record.sequence } ?? 0
      guard let given = signature(record, body, step: nil), given.statement.act == .close(records: end)
      else {
        error("no good signature over the transcript", record.sequence, Audit.badSignature)
        continue
      }
      // One over an end that the ceremony went beyond is good, and proves nothing of the rest.
      guard end == ends.last else { continue }
      if signers.contains(where: { $0.id == given.person.id }) {
        error("\(given.person.name) signs the transcript twice", record.sequence)
      }
      signers.append(given.person)
    }
    guard !people.all.isEmpty else { return }
    for missing in script.missingSigners(signers) {
      error("the transcript is not signed by \(missing)", nil, "EN 319 411-1 GEN-6.5.1-14; the end is not proven")
    }
  }

  /// The signature of a record, where it is good, of this ceremony, and over the transcript as it was before the record.
  func signature(_ record: SealedRecord, _ body: JSONValue, step: String?) -> RecordedSignature? {
    guard let given = RecordedSignature(body, people: people), given.statement.ceremony == script.name,
      given.statement.script == script.sha256, given.statement.rehearsal == rehearsal,
      given.statement.step == step, given.statement.transcript == record.previous
    else { return nil }
    return given
  }

  static let badSignature =
    "by another key, over another script or step, or over another transcript than stands before it"
}

extension Script {
  /// Whose signatures under the end, or under the report, are missing; in words.
  func missingSigners(_ signers: [Person]) -> [String] {
    func has(_ roles: Role...) -> Bool { signers.contains { !$0.roles.filter(roles.contains).isEmpty } }
    var missing: [String] = []
    if !has(.securityOfficer) { missing.append("the security officer") }
    if kind == .root, !has(.externalWitness, .internalAuditor) {
      missing.append("a person who is independent: an external witness or an internal auditor")
    }
    return missing
  }
}

extension CeremonyStep {
  /// What approvals of the step are signed over: what it would do, and what preparing settled.
  func inputsDigest(_ settled: [String: JSONValue]) -> Digest {
    var members = settled
    members["verb"] = .string(type(of: self).verb)
    members["plan"] = .array(plan.map(\.json))
    return Hash.digest(JSONValue.object(members).canonicalBytes())
  }
}
