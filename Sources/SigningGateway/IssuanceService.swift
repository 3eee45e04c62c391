internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import X509

/// Decides on requests for certificates and has granted ones signed: the life of a request from step 3 to step 9.
struct IssuanceService: Sendable {
  var gathering: EvidenceGathering
  let nonces: NonceBook
  let credentials: CredentialBook
  let journal: Journal
  let metrics: Metrics
  let facts: ServiceFacts
  let changes: ChangeControl
  /// What is in effect may change while the service runs: each decision asks.
  let devices: DeviceRegister
  let clock: @Sendable () -> Instant

  /// Who asks, and what for.
  struct Application: Sendable {
    let request: SigningRequest
    let requester: Requester
    /// The requester's certificate, DER.
    let certificate: [UInt8]
    let issuer: Issuer
  }

  /// Grants or refuses; both are on record before this returns.
  func issue(_ application: Application) async throws(GatewayError) -> DecisionDocument {
    try changes.requireInEffect(facts.configuration)
    let inquiry = try await gathering.inquire(application.request, issuer: application.issuer)
    if let earlier = try await earlier(application, inquiry.report.earlier) { return earlier }
    try IssuanceService.requireToken(of: application.issuer)
    // From here on nothing reads a clock or a file until the gates have spoken.
    let now = clock()
    let gathered = try await gather(application, inquiry, at: now)
    // With the decision the secrets come on record, so they are worth nothing from here on, whatever is decided.
    guard credentials.withLock({ $0.spend(all: gathered.credentials) }) else {
      throw .conflict(Refusal(), "the TPM credential in the evidence was spent by another request at the same time")
    }
    switch CertificateGates.decide(gathered.evidence) {
    case .refused(let evaluation):
      throw try await refuse(application, gathered, evaluation)
    case .admitted(let permit, let evaluation):
      if let nonce = gathered.nonce, !nonces.withLock({ $0.spend(nonce) }) {
        throw .conflict(Refusal(), "the nonce in the evidence was spent by another request at the same time")
      }
      return try await sign(consume permit, application, judgement(application, gathered, evaluation))
    }
  }

  /// The gates alone: nothing is signed, reserved or spent.
  func evaluate(_ application: Application) async throws(GatewayError) -> Evaluation {
    let inquiry = try await gathering.inquire(application.request, issuer: application.issuer)
    return CertificateGates.evaluate(try await gather(application, inquiry, at: clock()).evidence)
  }

  private func gather(
    _ application: Application, _ inquiry: EvidenceGathering.Inquiry, at now: Instant
  ) async throws(GatewayError) -> GatheredEvidence {
    var gathering = gathering
    do { gathering.devices = try await devices.inEffect().document } catch { throw GatewayError(error) }
    return try await gathering.gather(
      inquiry, from: application.requester, certificate: application.certificate,
      issuer: application.issuer, now: now)
  }

  // MARK: - The three ends

  private func sign(
    _ permit: consuming Permit, _ application: Application, _ judgement: Judgement
  ) async throws(GatewayError) -> DecisionDocument {
    let (issuer, request) = (application.issuer, application.request)
    let signer = RecordedSigner(Signer(issuer.token), journal: journal, clock: clock)
    let certificate: [UInt8]
    do throws(SigningError) {
      certificate = try await signer.sign(permit, judgement: judgement) { signed throws(X509Error) in
        try IssuanceService.certificate(request.tbsCertificate, signature: signed.signatures.first ?? [])
      }
    } catch {
      // Two requests with the same content may have met; the later one gets what the earlier one led to.
      if case .journal(.conflict(.duplicateRequest)) = error,
        let earlier = try await earlier(application, try await stored(.request(application.request.digest)))
      {
        return earlier
      }
      throw GatewayError(error, decision: judgement.decision)
    }
    metrics.countSignature(issuer: issuer.name)
    return DecisionDocument(granted: judgement, certificate: certificate)
  }

  private func refuse(
    _ application: Application, _ gathered: GatheredEvidence, _ evaluation: Evaluation
  ) async throws(GatewayError) -> GatewayError {
    let judgement = judgement(application, gathered, evaluation)
    do { try await journal.refuse(judgement) } catch { throw GatewayError(error) }
    metrics.countRefusal(rules: judgement.findings.filter { $0.severity == "error" }.map(\.rule))
    return GatewayError(Refusal(decision: judgement.decision, findings: judgement.findings), of: gathered.evidence)
  }

  private func judgement(
    _ application: Application, _ gathered: GatheredEvidence, _ evaluation: Evaluation
  ) -> Judgement {
    let evidence = gathered.evidence
    return Judgement(
      decision: .random(), request: evidence.request.digest, requester: evidence.requester.id,
      issuer: application.issuer.name, policy: evidence.request.policy.rawValue, event: evidence.request.event.rawValue,
      serial: gathered.serial, subjectKey: evidence.content.subjectKey.spkiSHA256,
      certification: gathered.certification, decidedAt: evidence.now,
      gates: evaluation.gates, findings: evaluation.findings.map { RecordedFinding($0) },
      configuration: facts.configuration, approval: changes.approval(of: facts.configuration), demo: facts.demo,
      evidence: gathered.items)
  }

  /// The certificate: byte for byte the TBS that was judged, with the signature beside it.
  private static func certificate(_ tbs: [UInt8], signature: [UInt8]) throws(X509Error) -> [UInt8] {
    let tbs = try TBSCertificate(der: tbs)
    return Certificate(tbs: tbs, signatureAlgorithm: tbs.signature, signature: signature).derBytes
  }

  /// Saves a serial from being spent on a signature that could not be made.
  private static func requireToken(of issuer: Issuer) throws(GatewayError) {
    let token = issuer.token.health()
    guard token.available else { throw .unavailable("token \(issuer.tokenName) is away", decision: nil) }
    guard !token.isFull else { throw .unavailable("the queue of token \(issuer.tokenName) is full", decision: nil) }
  }

  // MARK: - What is on record

  /// The outcome of this requester's earlier request with the same content; nil where there was none, or it was refused.
  private func earlier(
    _ application: Application, _ stored: StoredDecision?
  ) async throws(GatewayError) -> DecisionDocument? {
    guard let stored, stored.entry.state != .refused else { return nil }
    let document = try await document(stored, repeated: true)
    // Of another's decision nothing is told; the gates and the registers refuse what it excludes.
    guard document.requester == application.requester.id else { return nil }
    guard document.certificate != nil else {
      throw .conflict(
        Refusal(decision: document.decision, findings: document.findings),
        "the same request was taken before: \(document.status)")
    }
    return document
  }

  func stored(_ query: DecisionQuery) async throws(GatewayError) -> StoredDecision? {
    do { return try await journal.store.decision(query) } catch { throw GatewayError(error) }
  }

  func document(_ stored: StoredDecision, repeated: Bool?) async throws(GatewayError) -> DecisionDocument {
    var certificate: [UInt8]?
    if case .concluded(.signed(let object)) = stored.entry.state {
      do { certificate = try await journal.store.blob(object) } catch { throw GatewayError(error) }
    }
    guard let document = DecisionDocument(stored, certificate: certificate, repeated: repeated) else {
      throw .incident("the record of the decision cannot be read", decision: stored.entry.id)
    }
    return document
  }
}

/// What every record and report of a run repeats.
struct ServiceFacts: Sendable, Hashable {
  /// The configuration digest.
  let configuration: Digest
  let demo: Bool
}

extension GatewayError {
  /// A refusal by the gates, told apart by what a client can do about it.
  fileprivate init(_ refusal: Refusal, of evidence: CertificateEvidence) {
    let requester = evidence.requester
    if !requester.issuers.contains(evidence.request.issuer) || !requester.policies.contains(evidence.request.policy) {
      self = .notAuthorised(refusal)
    } else if case .spent(let decision) = evidence.serial {
      self = .conflict(refusal, "the serial number is spent by decision \(decision)")
    } else {
      self = .refused(refusal)
    }
  }

  init(_ error: SigningError, decision: DecisionID) {
    switch error {
    case .journal(.conflict(let conflict)): self = .conflict(Refusal(), conflict.description)
    case .journal(.corrupt), .receiptDiffers, .publicKeyDiffers, .publicKeyUnusable, .incident, .assembly:
      self = .incident(error.description, decision: decision)
    case .journal, .permitExpired, .token:
      self = .unavailable("\(error); the serial is spent: reserve a new one", decision: decision)
    }
  }
}
