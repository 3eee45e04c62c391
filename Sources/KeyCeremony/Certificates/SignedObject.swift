internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import TokenPool
internal import X509

/// One object that the present step signs: a certificate, a list, an answer, a request.
struct SigningTask: Sendable {
  /// In what is left behind and on the screen, such as a certificate's subject.
  let name: String
  /// The same in few words, for the screen.
  let title: String
  let issuer: String
  let serial: Evidence.SerialNumber?
  let subjectKey: Digest?
  /// Exactly what is to be signed, by the name under which it stands on record.
  let toBeSigned: EvidenceItem
  /// What else the gates saw.
  let evidence: [EvidenceItem]
  /// An interrupted signature is made again over the very same bytes; where each has a serial number of its own, it is
  /// another object instead.
  let isRepeatable: Bool
}

extension CeremonyRoom {
  /// Steps 6 to 9 in the life of a signing request, with the transcript as the journal.
  func sign(
    _ decision: consuming Decision, _ task: SigningTask,
    assemble: @Sendable (SignedMessages) throws(CeremonyError) -> [UInt8]
  ) async throws(CeremonyError) -> [UInt8] {
    let permit: Permit
    let judgement: Judgement
    switch consume decision {
    case .admitted(let admitted, let evaluation):
      permit = admitted
      judgement = self.judgement(task, evaluation)
    case .refused(let evaluation):
      throw CeremonyError(
        .refused, "the gates refuse \(task.name):" + evaluation.findings.map { "\n  \($0)" }.joined())
    }
    if task.isRepeatable { try requireSameBytes(task) }
    say("signing \(task.title)")
    let recorded = RecordedSigner(
      Signer(OrderedSigner(token: try token, room: self, name: task.name)), journal: journal, clock: clock.now)
    do {
      if let serial = task.serial {
        try await journal.reserve(
          [serial], issuer: judgement.issuer, requester: judgement.requester, subjectKey: judgement.subjectKey,
          at: clock.now(), expires: nil)
      }
      let object = try await recorded.sign(permit, judgement: judgement, assemble: assemble)
      try performed(making: [Remnant(.signature, task.name)])
      say("verified, and on record; SHA-256")
      say("  \(Hash.digest(object).hex)")
      return object
    } catch let error as SigningError {
      throw CeremonyError(error)
    } catch let error as JournalError {
      throw CeremonyError(error)
    } catch {
      throw CeremonyError(.refused, "\(error)")
    }
  }

  /// Errors of the gates stand against the script, before anything is made.
  func requireAdmission(_ evaluation: Evaluation, _ member: String) {
    for finding in evaluation.findings where finding.severity == .error { problem(member, finding.description) }
  }

  /// What approvals of a list, an answer or a request are given for.
  func lintedInputs(of step: String) -> [String: JSONValue] {
    linted[step].map { ["toBeSigned": .string(Hash.digest($0).hex)] } ?? [:]
  }

  /// What is about to be signed is byte for byte what was linted, where all of it was known then.
  func requireLinted(_ bytes: [UInt8]) throws(CeremonyError) {
    guard linted[presentStep.id] ?? bytes == bytes else {
      throw CeremonyError(.refused, "what is to be signed differs from what was linted; nothing was signed")
    }
  }

  private func judgement(_ task: SigningTask, _ evaluation: Evaluation) -> Judgement {
    let attempt = Int64(earlier[presentStep.id]?.all(.intent).count ?? 0)
    let request = JSONValue.object([
      "script": .string(script.sha256.hex), "step": .string(presentStep.id), "attempt": .integer(attempt),
    ])
    return Judgement(
      decision: .random(), request: Hash.digest(request.canonicalBytes()), requester: "key-ceremony",
      issuer: task.issuer, policy: type(of: presentStep).verb, event: LifecycleEvent.initial.rawValue,
      serial: task.serial, subjectKey: task.subjectKey, decidedAt: clock.now(), gates: evaluation.gates,
      findings: evaluation.findings.map { RecordedFinding($0) }, configuration: script.sha256, demo: script.demo,
      evidence: [task.toBeSigned] + task.evidence)
  }

  /// An earlier intent of this step was for the same bytes: else two signatures would say different things under one number.
  private func requireSameBytes(_ task: SigningTask) throws(CeremonyError) {
    for intent in earlier[presentStep.id]?.all(.intent) ?? [] {
      let item = intent["evidence"]?.elements?.first { $0["name"]?.text == task.toBeSigned.name }
      guard item?["sha256"]?.text == task.toBeSigned.blob.address.hex else {
        throw CeremonyError(
          .refused, "the interrupted run was about to sign other bytes than these",
          hint: "bring back the input files as they were when the ceremony began")
      }
    }
  }

  /// Carries on a step that signs one object. One that is on record is written out; one whose intent has no end was
  /// perhaps signed and never released: it is made again, of the same bytes or with a serial number of its own.
  func carryOnSignature(
    _ step: some CeremonyStep, _ evidence: StepEvidence,
    write: (isolated CeremonyRoom, [UInt8]) async throws(CeremonyError) -> Void
  ) async throws(CeremonyError) {
    guard let object = evidence.signedObject else {
      try await prepareAgain(step)
      return try await step.perform(in: self)
    }
    say("the interrupted run signed the object: it is written out, not signed again")
    try intentIsOnRecord(mayMake: [])
    try performed(making: [Remnant(.signature, step.id)])
    try await write(self, object)
    try await done()
  }
}

extension StepEvidence {
  /// What the step signed, from the outcome on record.
  var signedObject: [UInt8]? { lines.last { $0.record.kind == .outcome }?.blobs.first?.content }
}

extension SignedMessages {
  /// The one signature over these bytes.
  func signature(over bytes: [UInt8]) throws(CeremonyError) -> [UInt8] {
    guard messages == [bytes], let signature = signatures.first else {
      throw CeremonyError(.refused, "what was signed is not what the gates saw")
    }
    return signature
  }
}

extension Evaluation {
  /// Throws where the finished object is not what was admitted: it is linted once more as it was read back.
  func requireAdmitted(_ name: String) throws(CeremonyError) {
    guard admits else {
      throw CeremonyError(.refused, "\(name) is not admitted as it reads back:" + findings.map { "\n  \($0)" }.joined())
    }
  }
}

/// Tells the room that the intent is on record, at the one moment when `RecordedSigner` turns from it to the token.
private struct OrderedSigner: TokenSigner {
  let token: any CeremonyToken
  let room: CeremonyRoom
  let name: String

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    do {
      try await room.intentIsOnRecord(mayMake: [Remnant(.signature, name)])
    } catch {
      throw .unavailable(error.message)
    }
    return try await token.sign(key: key, scheme: scheme, message: message, form: form)
  }
}

/// A step that signs one object and writes it to a file.
protocol SigningStep: CeremonyStep {
  func write(_ object: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError)
}

extension SigningStep {
  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    if let object = evidence.signedObject { room.keep(object) }
  }

  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.carryOnSignature(self, evidence) { room, object throws(CeremonyError) in
      try await write(object, in: room)
    }
  }
}
