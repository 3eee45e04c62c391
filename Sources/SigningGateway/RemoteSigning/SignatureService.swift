internal import Applications
internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import Synchronization
internal import TokenPool
internal import WebAuthn
internal import X509

/// Signs what signatories released: steps 3 to 10 in the life of a request, for hashes.
struct SignatureService: Sendable {
  let settings: RemoteSigningSettings
  let book: RemoteSigningBook
  let limits: ClientLimits
  var keys: SubjectKeys
  let devices: DeviceRegister
  let journal: Journal
  let facts: ServiceFacts
  let changes: ChangeControl
  let metrics: Metrics
  let clock: @Sendable () -> Instant

  /// What is asked, by whom, with what.
  struct Order: Sendable {
    let client: String
    let activation: Registered<ActivationRecord>
    /// The credential that the call names.
    let credential: Registered<CredentialRecord>
    let digests: [Digest]
    let scheme: SignatureScheme
    let pssSaltLength: Int?
  }

  /// The activation that belongs to the text; nil where there is none of this client.
  func activation(_ sad: String, of client: String) async throws(GatewayError) -> Registered<ActivationRecord>? {
    let digest = Hash.digest(Array(sad.utf8))
    guard let found = try await journal.store.find(ActivationRecord.self, digest.hex), found.value.client == client,
      found.value.endedBecause == nil
    else { return nil }
    return found
  }

  /// The session as the registers have it.
  func session(_ content: ActivationContent) async throws(GatewayError) -> SignatureSessionStateMachine {
    guard content.hashes.isEmpty else { return try await namedSession(content) }
    do {
      let used = try await journal.store.count(ActivationRecord.uses, content.session)
      return SignatureSessionStateMachine(authorised: content, used: Int(clamping: used))
    } catch { throw GatewayError(error) }
  }

  /// The same by every single occurrence.
  private func namedSession(_ content: ActivationContent) async throws(GatewayError) -> SignatureSessionStateMachine {
    let names = (0..<content.signatures).map { ActivationRecord.spent($0, of: content).value }
    let spent: Set<String>
    do { spent = try await journal.store.consumed(ActivationRecord.spent, among: names) } catch {
      throw GatewayError(error)
    }
    return SignatureSessionStateMachine(
      authorised: content, spent: Set(names.indices.filter { spent.contains(names[$0]) }))
  }

  /// Reserves occurrences; nil where another use is faster.
  ///
  /// Where no documents are named, uses at the same time begin at different occurrences. What a use that failed left out is
  /// found when nothing is left behind it.
  private func reserve(
    _ order: Order, _ machine: SignatureSessionStateMachine, at now: Instant
  ) async throws(GatewayError) -> [Int]? {
    var machine = machine
    let content = order.activation.value.content
    var first = 0
    if content.hashes.isEmpty {
      let ticket = book.tickets.withLock {
        $0.take(order.digests.count, of: content, used: content.signatures - machine.left)
      }
      if let ticket { first = ticket } else { machine = try await namedSession(content) }
    }
    guard case .reserved(let occurrences) = machine.reserve(order.digests, at: now, from: first) else { return nil }
    return occurrences
  }

  /// One signature for each hash, in their order, or a refusal that is on record.
  ///
  /// Whoever meets another use of the same activation looks again at what is left of it: the store takes each occurrence
  /// once, so that of many uses at a time exactly as many win as signatures were released.
  func sign(_ order: Order) async throws(GatewayError) -> [[UInt8]] {
    for _ in 0..<SignatureService.attempts {
      if let signatures = try await attempt(order) { return signatures }
    }
    throw .unavailable("other uses of the same activation data came in between; try again", decision: nil)
  }

  private static let attempts = 64

  /// Nil where another use spent something in between.
  private func attempt(_ order: Order) async throws(GatewayError) -> [[UInt8]]? {
    try changes.requireInEffect(facts.configuration)
    try keys.requireToken()
    let machine = try await session(order.activation.value.content)
    let now = clock()
    let evidence = try await evidence(order, machine, at: now)
    switch SoleControlGates.decide(evidence) {
    case .refused(let evaluation):
      let judgement = judgement(order, evidence, evaluation, [])
      do { try await journal.refuse(judgement) } catch { throw GatewayError(error) }
      metrics.countRefusal(rules: judgement.findings.filter { $0.severity == "error" }.map(\.rule))
      throw .refused(Refusal(decision: judgement.decision, findings: judgement.findings))
    case .admitted(let permit, let evaluation):
      guard let occurrences = try await reserve(order, machine, at: now) else { return nil }
      let judgement = judgement(order, evidence, evaluation, occurrences)
      try await limits.charge(order.client, signatures: order.digests.count, at: now)
      let signatures = try await sign(consume permit, order, judgement, occurrences)
      if signatures == nil { limits.giveBack(order.client, signatures: order.digests.count, at: now) }
      return signatures
    }
  }

  private func sign(
    _ permit: consuming Permit, _ order: Order, _ judgement: Judgement, _ occurrences: [Int]
  ) async throws(GatewayError) -> [[UInt8]]? {
    let credential = order.credential.value
    let signer = RecordedSigner(Signer(try await keys.signer(for: credential)), journal: journal, clock: clock)
    var signatures: [[UInt8]] = []
    do throws(SigningError) {
      _ = try await signer.sign(
        permit, judgement: judgement,
        consumes: occurrences.map { ActivationRecord.spent($0, of: order.activation.value.content) },
        counts: counts(order, occurrences)
          + ClientLimits.counts(order.client, signatures: order.digests.count, at: judgement.decidedAt)
      ) { (signed: SignedMessages) throws(DERError) -> [UInt8] in
        signatures = signed.signatures
        return JSONValue.object([
          "signatures": .array(signed.signatures.map { .string(Base64.encode($0)) })
        ]).canonicalBytes()
      }
    } catch {
      switch error {
      case .journal(.conflict(.alreadyConsumed)), .journal(.conflict(.duplicateRequest)): return nil
      default: throw GatewayError(error, decision: judgement.decision)
      }
    }
    metrics.countSignature(issuer: RemoteSigningBook.policy)
    return signatures
  }
}

// MARK: - Evidence

extension SignatureService {
  /// One use of the key; and how many signatures of a release are made, where that is all that tells them apart.
  private func counts(_ order: Order, _ occurrences: [Int]) -> [Consumption] {
    let content = order.activation.value.content
    let made = content.hashes.isEmpty ? occurrences.count : 0
    return [Consumption(register: CredentialRecord.uses, value: order.credential.value.id)]
      + [Consumption](
        repeating: Consumption(register: ActivationRecord.uses, value: content.session), count: made)
  }

  private func evidence(
    _ order: Order, _ machine: SignatureSessionStateMachine, at now: Instant
  ) async throws(GatewayError) -> SoleControlEvidence {
    let activation = order.activation.value
    let credential = order.credential.value
    var proofs: [ActivationProof] = []
    for proof in activation.proofs { proofs.append(try await judged(proof, of: activation)) }
    return SoleControlEvidence(
      activation: ActivationEvidence(
        content: activation.content, credential: try await journal.store.terms(of: credential), proofs: proofs,
        authorisedAt: activation.authorisedAt,
        identityVerifiedAt: activation.identityVerifiedAt, longest: settings.activationSeconds, now: now),
      use: SignatureUse(
        credential: credential.id, hashes: order.digests, scheme: order.scheme, pssSaltLength: order.pssSaltLength,
        unusedHashes: machine.unused, unusedSignatures: machine.left),
      standing: try await standing(credential), terms: JudgingTerms(baseline: .etsi2026), now: now)
  }

  /// The raw proof, examined again. An authenticator that is gone is one that is not in use.
  private func judged(
    _ proof: ActivationRecord.Proof, of activation: ActivationRecord
  ) async throws(GatewayError) -> ActivationProof {
    let id = proof.authenticator
    guard let found = try await journal.store.find(AuthenticatorRecord.self, id)?.value else {
      throw .incident("authenticator \(id) of an activation is not on record", decision: nil)
    }
    switch (proof, found.means) {
    case (.passkey(_, let clientData, let authenticatorData, let signature, let counter), .passkey(let passkey)):
      do {
        var assertion = try passkey.examine(
          clientDataJSON: clientData, authenticatorData: authenticatorData, signature: signature,
          challenge: ActivationService.challenge(activation.content), relyingParty: book.relyingParty)
        // The register has gone on since: what counts is the counter that stood there when the answer came.
        assertion.storedCounter = UInt32(clamping: counter)
        return .passkey(assertion, found.facts)
      } catch { throw .incident("the proof of an activation cannot be read: \(error)", decision: nil) }
    case (.statement(_, let signature), .certificate(let der)):
      return .statement(
        try SignedActivation(statement: signature, certificate: der, over: activation.content), found.facts)
    case (.sharedSecret, .sharedSecret):
      return .sharedSecret(
        SharedSecretFactor(passwordMatches: true, codeMatches: true, codeIsReused: false, isLocked: false), found.facts)
    default:
      throw .incident("the proof of an activation is of another kind than authenticator \(id)", decision: nil)
    }
  }

  private func standing(_ credential: CredentialRecord) async throws(GatewayError) -> SubjectKeyStanding {
    guard let der = credential.certificates.first else {
      throw .notFound("credential \(credential.id) has no certificate yet")
    }
    let certificate: TBSCertificate
    let key: KeyFacts
    do {
      certificate = try Certificate(der: der).tbsCertificate
      key = try PublicKey(spki: credential.spki).facts
    } catch { throw .incident("credential \(credential.id) cannot be read: \(error)", decision: nil) }
    let register: DeviceRegister.InEffect
    do { register = try await devices.inEffect() } catch { throw GatewayError(error) }
    let device = credential.origin?.device.flatMap { id in register.document.records.first { $0.id == id } }
    return SubjectKeyStanding(
      identity: credential.identity, key: key, place: credential.place.kind, certificate: certificate,
      revocation: try await revocation(of: certificate, key: credential.spkiSHA256),
      originProvenAt: credential.origin?.provenAt, device: device,
      isTheServices: keys.services.contains(credential.spkiSHA256), demo: facts.demo)
  }

  /// What our own register says; of certificates that others issued it says nothing, and the credential's status counts.
  private func revocation(of certificate: TBSCertificate, key: Digest) async throws(GatewayError) -> Revocation? {
    guard let serial = Evidence.SerialNumber(magnitude: certificate.serialNumber.bytes.drop { $0 == 0 }) else {
      return nil
    }
    let found: RegisteredCertificate?
    do { found = try await journal.store.certificate(serial, isPrecertificate: false) } catch {
      throw GatewayError(error)
    }
    guard let found, found.entry.subjectKey == key else { return nil }
    return found.revocation
  }

  private func judgement(
    _ order: Order, _ evidence: SoleControlEvidence, _ evaluation: Evaluation, _ occurrences: [Int]
  ) -> Judgement {
    let activation = order.activation.value
    let request = JSONValue.object([
      "act": .string("sign-hash"), "session": .string(activation.content.session),
      "credential": .string(order.credential.value.id),
      "hashes": .array(order.digests.map { .string($0.description) }),
      "scheme": .string("\(order.scheme)"), "salt": order.pssSaltLength.map { .integer(Int64($0)) } ?? .null,
      "occurrences": .array(occurrences.map { .integer(Int64($0)) }), "client": .string(order.client),
    ]).canonicalBytes()
    return Judgement(
      decision: .random(), request: Hash.digest(request), requester: order.client, issuer: order.credential.value.id,
      policy: RemoteSigningBook.policy, event: "sign-hash", serial: nil,
      subjectKey: order.credential.value.spkiSHA256, decidedAt: evidence.now, gates: evaluation.gates,
      findings: evaluation.findings.map { RecordedFinding($0) }, configuration: facts.configuration,
      approval: changes.approval(of: facts.configuration), demo: facts.demo,
      evidence: [
        EvidenceItem("request", request), EvidenceItem("activation", activation.json.canonicalBytes()),
        EvidenceItem("credential", order.credential.value.json.canonicalBytes()),
      ])
  }
}

extension CredentialRecord {
  /// The register that counts uses of a key.
  static let uses = "credential-uses"
}

extension CredentialRecord.Place {
  var kind: SubjectKeyPlace {
    switch self {
    case .token: .token
    case .wrapped: .wrapped
    }
  }
}

extension ActivationRecord.Proof {
  var authenticator: String {
    switch self {
    case .passkey(let id, _, _, _, _), .statement(let id, _), .sharedSecret(let id): id
    }
  }
}
