internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import TokenPool
internal import X509

/// What the two certificate steps share: draw a serial, lint, sign behind the gates, verify, write.
extension CeremonyRoom {
  /// Draws the serial number and lints the certificate with it, before the first key is made.
  func prepareCertificate(keyStep: String) async throws(CeremonyError) {
    let id = presentStep.id
    guard let draft = drafts[id], let keyKind = script.steps[...].keyStep(keyStep)?.kind else {
      throw CeremonyError(.refused, "step \(id) was not checked; this is a defect")
    }
    // 128 random bits behind a one: positive, and of the same length for every certificate.
    guard let serial = SerialNumber(magnitude: [1] + (try await token.random(16))) else {
      throw CeremonyError(.token, "the token's random bytes make no serial number")
    }
    let evaluation = try draft.lint(serial: serial, key: keyKind, demo: script.demo, now: clock.now())
    for finding in evaluation.findings where finding.severity == .error { problem("profile", finding.description) }
    let linted = try draft.tbs(serial: serial, key: PlaceholderKey.publicKeyInfo(keyKind)).derBytes
    keep(PreparedCertificate(draft: draft, serial: serial, linted: linted, placeholder: keyKind))
  }

  /// Makes the certificate of the present step. `signer` is the CA key on the token that signs it.
  func issueCertificate(keyStep: String, signer: KeyIdentity, file: String) async throws(CeremonyError) {
    guard let prepared = certificates[presentStep.id], let key = keys[keyStep] else {
      throw CeremonyError(.refused, "step \(presentStep.id) was not prepared; this is a defect")
    }
    let tbs = try prepared.tbs(for: key)
    let evidence = try prepared.draft.evidence(
      tbs, subjectKey: key.facts, attested: key.attested, signer: signer.ckaID, demo: script.demo, now: clock.now())
    let permit: Permit
    let judgement: Judgement
    switch CACertificateGates.decide(evidence) {
    case .admitted(let admitted, let evaluation):
      permit = admitted
      judgement = self.judgement(prepared, tbs, key, evaluation)
    case .refused(let evaluation):
      throw CeremonyError(
        .refused, "the gates refuse \(tbs.subject):" + evaluation.findings.map { "\n  \($0)" }.joined())
    }
    let object = try await sign(permit, judgement, prepared, tbs)
    try await writeCertificate(object, to: file)
    try await done()
  }

  /// Steps 6 to 9 in the life of a signing request, with the transcript as the journal.
  private func sign(
    _ permit: consuming Permit, _ judgement: Judgement, _ prepared: PreparedCertificate, _ tbs: TBSCertificate
  ) async throws(CeremonyError) -> [UInt8] {
    let name = tbs.subject.description
    say("signing \(prepared.draft.profile.subject.commonName)")
    let recorded = RecordedSigner(
      Signer(OrderedSigner(token: try token, room: self, certificate: name)), journal: journal, clock: clock.now)
    let (draft, now) = (prepared.draft, clock.now())
    do {
      try await journal.reserve(
        [prepared.serial], issuer: judgement.issuer, requester: judgement.requester, subjectKey: judgement.subjectKey,
        at: now, expires: nil)
      let object = try await recorded.sign(permit, judgement: judgement) { signed throws(CeremonyError) in
        try draft.assemble(tbs, signed, at: now)
      }
      try performed(making: [Remnant(.signature, name)])
      say("verified, and on record; SHA-256 of the certificate")
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

  private func judgement(
    _ prepared: PreparedCertificate, _ tbs: TBSCertificate, _ key: MadeKey, _ evaluation: Evaluation
  ) -> Judgement {
    var evidence = [
      EvidenceItem("tbsCertificate", tbs.derBytes), EvidenceItem("attestation", key.statement),
    ]
    if case .certificate(let issuer) = prepared.draft.issuer {
      evidence.append(EvidenceItem("issuerCertificate", issuer.derBytes))
    }
    let attempt = Int64(earlier[presentStep.id]?.all(.intent).count ?? 0)
    let request = JSONValue.object([
      "script": .string(script.sha256.hex), "step": .string(presentStep.id), "attempt": .integer(attempt),
    ])
    return Judgement(
      decision: .random(), request: Hash.digest(request.canonicalBytes()), requester: "key-ceremony",
      issuer: tbs.issuer.description, policy: type(of: presentStep).verb, event: LifecycleEvent.initial.rawValue,
      serial: prepared.serial, subjectKey: key.facts.spkiSHA256, decidedAt: clock.now(), gates: evaluation.gates,
      findings: evaluation.findings.map { RecordedFinding($0) }, configuration: script.sha256, demo: script.demo,
      evidence: evidence)
  }

  private func writeCertificate(_ object: [UInt8], to file: String) async throws(CeremonyError) {
    keep(object)
    let pem: String
    do { pem = try Certificate(der: object).pem } catch {
      throw CeremonyError(.refused, "the certificate cannot be read back: \(error)")
    }
    try await output(file, Array(pem.utf8))
  }

  /// Carries on a step that signs one object. One that is on record is written out; one whose intent has no end was
  /// perhaps signed and never released, and another is made in its place with a serial number of its own.
  func carryOnCertificate(
    _ step: some CeremonyStep, _ evidence: StepEvidence, file: String
  ) async throws(CeremonyError) {
    guard let object = evidence.signedObject else {
      try await prepareAgain(step)
      return try await step.perform(in: self)
    }
    say("the interrupted run signed the certificate: it is written out, not signed again")
    try intentIsOnRecord(mayMake: [])
    try performed(making: [Remnant(.signature, step.id)])
    try await writeCertificate(object, to: file)
    try await done()
  }
}

extension StepEvidence {
  /// What the step signed, from the outcome on record.
  var signedObject: [UInt8]? { lines.last { $0.record.kind == .outcome }?.blobs.first?.content }
}

extension CeremonyRoom.PreparedCertificate {
  /// The certificate with the real key: byte for byte what was linted but for the key.
  fileprivate func tbs(for key: CeremonyRoom.MadeKey) throws(CeremonyError) -> TBSCertificate {
    do {
      let tbs = try draft.tbs(serial: serial, key: SubjectPublicKeyInfo(der: key.facts.spki))
      guard try tbs.replacingKey(with: PlaceholderKey.publicKeyInfo(placeholder)) == linted else {
        throw CeremonyError(.refused, "the certificate differs from its draft in more than the key; nothing was signed")
      }
      return tbs
    } catch let error as CeremonyError {
      throw error
    } catch {
      throw CeremonyError(.refused, "the certificate cannot be built: \(error)")
    }
  }
}

extension CertificateDraft {
  /// Puts the certificate together and looks at the result as a stranger would, before it is put on record.
  fileprivate func assemble(
    _ tbs: TBSCertificate, _ signed: SignedMessages, at now: Instant
  ) throws(CeremonyError) -> [UInt8] {
    guard signed.messages == [tbs.derBytes], let signature = signed.signatures.first else {
      throw CeremonyError(.refused, "what was signed is not the certificate that the gates saw")
    }
    do {
      let certificate = Certificate(tbs: tbs, signatureAlgorithm: tbs.signature, signature: signature)
      let read = try Certificate(der: certificate.derBytes)
      guard read.tbsCertificate.derBytes == tbs.derBytes, read.algorithmsAgree else {
        throw CeremonyError(.refused, "the certificate reads back as another one")
      }
      _ = try CertificatePath.build(
        leaf: read, intermediates: [], anchors: [anchor ?? read],
        at: max(notBefore, min(now, notAfter)))
      return read.derBytes
    } catch let error as CeremonyError {
      throw error
    } catch {
      throw CeremonyError(.refused, "the certificate does not verify: \(error)")
    }
  }

  private var anchor: Certificate? {
    if case .certificate(let certificate) = issuer { certificate } else { nil }
  }
}

/// Tells the room that the intent is on record, at the one moment when `RecordedSigner` turns from it to the token.
private struct OrderedSigner: TokenSigner {
  let token: any CeremonyToken
  let room: CeremonyRoom
  let certificate: String

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    do {
      try await room.intentIsOnRecord(mayMake: [Remnant(.signature, certificate)])
    } catch {
      throw .unavailable(error.message)
    }
    return try await token.sign(key: key, scheme: scheme, message: message, form: form)
  }
}
