internal import CommandLineTools
internal import Cryptography
internal import DER
internal import Evidence
internal import Records

// What the people of the room sign, and when it counts.
extension CeremonyRoom {
  /// Shows the page of a step until the room goes on; deviations are on record before that.
  func turnPage(_ one: any CeremonyStep, number: Int) async throws(CeremonyError) {
    let page = StepPage(
      number: number, count: script.steps.count, id: one.id, verb: type(of: one).verb, aloud: one.head.aloud,
      plan: one.plan, approvals: script.approvals(of: one))
    screen.say("[\(number)/\(script.steps.count)] \(one.id)")
    while true {
      switch try await conductor.turn(to: page) {
      case .goOn: return
      case .stop(let reason):
        throw CeremonyError(
          .refused, "the room stopped before step \(one.id): \(reason)", hint: "carry on with 'resume'")
      case .deviation(let person, let reason): try await recordDeviation(by: person, reason)
      }
    }
  }

  /// Something is otherwise than the script says; a person answers for it with a signature.
  func recordDeviation(by id: String, _ reason: String) async throws(CeremonyError) {
    guard let person = people[id], let role = person.roles.first else {
      throw CeremonyError(.usage, "nobody in the script has the id \"\(id)\"")
    }
    let statement = await statement(.deviate(reason: reason), by: person, as: role, inputs: nil)
    try await record(.deviation, statement, try await signature(over: statement, by: person))
    say("deviation on record: \(reason)")
  }

  /// Collects the approvals that the step needs. Those that an interrupted run collected count, once verified again.
  func collectApprovals(_ one: any CeremonyStep, given evidence: StepEvidence?) async throws(CeremonyError) {
    var quorum = Quorum(script.approvals(of: one))
    let settled = one.inputs(in: self)
    let inputs = one.inputsDigest(settled)
    for approval in evidence?.all(.stepApproved) ?? [] {
      guard let given = RecordedSignature(approval, people: people), given.statement.act == .approve,
        given.statement.script == script.sha256, given.statement.step == one.id, given.statement.inputs == inputs
      else { continue }
      _ = quorum.offer(given.person, as: given.statement.role)
    }
    for requirement in quorum.requirements {
      while quorum.missing(requirement.role) > 0 {
        let person = try await approver(requirement.role, one, quorum)
        let statement = await statement(.approve, by: person, as: requirement.role, inputs: inputs)
        let signature = try await signature(over: statement, by: person)
        guard quorum.offer(person, as: requirement.role) == .counted else {
          throw CeremonyError(
            .refused, "\(person.id) cannot approve \(one.id) as \(requirement.role.title) (once more)")
        }
        try await record(.stepApproved, statement, signature, settled: settled)
        say("approved by \(person.name), \(requirement.role.title)")
      }
    }
  }

  /// Who signs next for a role: the only one left, or the one that the room names.
  private func approver(
    _ role: Role, _ one: any CeremonyStep, _ quorum: Quorum
  ) async throws(CeremonyError) -> Person {
    let free = people.having(role).filter { quorum.given[$0.id] == nil }
    let total = quorum.requirements.filter { $0.role == role }.map(\.count).reduce(0, +)
    if people.having(role).count == total, let next = free.first { return next }
    let given = quorum.given.count
    let answer = try await conductor.ask(
      Question("approver-\(given + 1)", "Who approves as \(role.title)?", .choice(free.map(\.id))), step: one.id)
    guard let person = free.first(where: { $0.id == answer }) else {
      throw CeremonyError(
        .refused, "\"\(answer)\" cannot approve \(one.id) as \(role.title)",
        hint: "people who can: \(free.map(\.id).joined(separator: ", "))")
    }
    return person
  }

  /// The whole transcript is signed: a root's by the security officer and somebody independent, as its report is
  /// (EN 319 411-1 GEN-6.5.1-14); any other by the security officer.
  func collectClosingSignatures() async throws(CeremonyError) {
    let records = await transcript.lastSequence()
    for person in script.closers(among: people) {
      let statement = await statement(.close(records: records), by: person.person, as: person.role, inputs: nil)
      try await record(.transcriptSigned, statement, try await signature(over: statement, by: person.person))
      say("transcript signed by \(person.person.name), \(person.role.title)")
    }
  }

  private func statement(
    _ act: SignedStatement.Act, by person: Person, as role: Role, inputs: Digest?
  ) async -> SignedStatement {
    var step: String? = presentStep.id
    if case .close = act { step = nil }
    return SignedStatement(
      act: act, ceremony: script.name, script: script.sha256, rehearsal: rehearsal, step: step, inputs: inputs,
      transcript: await transcript.head, person: person.id, role: role, at: clock.now())
  }

  /// Asks for a signature and verifies it: one that is not good stops the ceremony, whoever gave it.
  private func signature(
    over statement: SignedStatement, by person: Person
  ) async throws(CeremonyError) -> StatementSignature {
    let signature = try await conductor.signature(over: statement, by: person)
    guard signature.isGood(over: statement.bytes, by: person) else {
      throw CeremonyError(
        .refused, "the signature is not by the key of \(person.name) that the script names",
        hint: "somebody else's card or key file? resume with the right one")
    }
    return signature
  }

  private func record(
    _ kind: RecordKind, _ statement: SignedStatement, _ signature: StatementSignature,
    settled: [String: JSONValue]? = nil
  ) async throws(CeremonyError) {
    var members: [String: JSONValue] = [
      "person": .string(statement.person), "role": .string(statement.role.rawValue),
      "statement": .string(Base64.encode(statement.bytes)), "signature": signature.json,
    ]
    if let inputs = statement.inputs { members["inputs"] = .string(inputs.hex) }
    // As text: a member "sha256" in it would name content of the record.
    if let settled {
      members["settled"] = .string(String(decoding: JSONValue.object(settled).canonicalBytes(), as: UTF8.self))
    }
    if case .deviate(let reason) = statement.act { members["reason"] = .string(reason) }
    try await note(kind, members)
  }
}

extension Script {
  /// Who signs the transcript and the report.
  func closers(among people: People) -> [(person: Person, role: Role)] {
    var closers = people.having(.securityOfficer).prefix(1).map { (person: $0, role: Role.securityOfficer) }
    if kind == .root {
      let independent =
        people.having(.externalWitness).map { (person: $0, role: Role.externalWitness) }
        + people.having(.internalAuditor).map { (person: $0, role: Role.internalAuditor) }
      closers += independent.prefix(1)
    }
    return closers
  }
}
