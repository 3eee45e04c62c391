internal import Applications
internal import Assembly
internal import Attestation
internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import TokenPool
internal import X509

/// Makes signed statements about keys on the gateway's own tokens, by an attestation key on the same token.
struct StatementService: Sendable {
  /// By the token's name.
  let keys: [String: AttestationKeySettings]
  /// Whose arc is the statements', and whose purpose must be that of the attestation key; without an arc nothing is stated.
  let appraisal: AppraisalSettings
  let devices: DeviceRegister
  let journal: Journal
  let metrics: Metrics
  let facts: ServiceFacts
  let changes: ChangeControl
  let clock: @Sendable () -> Instant

  /// The members `event` and `policy` of these decisions.
  static let event = "attest-key"
  static let policy = RecordedStatement.policy

  /// What is asked, by whom.
  struct Inquiry: Sendable {
    let tokenName: String
    let token: any GatewayToken
    let signer: AttestationKeySettings
    let key: IssuerSettings.Key
    let nonce: [UInt8]
    let requester: Requester
    /// The requester's certificate, DER.
    let certificate: [UInt8]
  }

  /// Signs or refuses; both are on record before this returns. Throws `.notFound` where the token has no such key.
  func attest(_ inquiry: Inquiry) async throws(GatewayError) -> DecisionDocument {
    guard let arc = appraisal.evidenceArc.flatMap({ PKIXEvidenceArc($0) }) else {
      throw .notFound("no arc of PKIX Evidence is configured")
    }
    guard inquiry.token.health().available else {
      throw .unavailable("token \(inquiry.tokenName) is away", decision: nil)
    }
    let now = clock()
    let attributes = try await subject(inquiry, at: now)
    let evidence = try await evidence(inquiry, attributes, arc, at: now)
    switch StatementGates.decide(evidence) {
    case .refused(let evaluation):
      let judgement = judgement(inquiry, evidence, evaluation)
      do { try await journal.refuse(judgement) } catch { throw GatewayError(error) }
      metrics.countRefusal(rules: judgement.findings.filter { $0.severity == "error" }.map(\.rule))
      throw .refused(Refusal(decision: judgement.decision, findings: judgement.findings))
    case .admitted(let permit, let evaluation):
      return try await sign(consume permit, inquiry, evidence, judgement(inquiry, evidence, evaluation))
    }
  }

  private func sign(
    _ permit: consuming Permit, _ inquiry: Inquiry, _ evidence: StatementEvidence, _ judgement: Judgement
  ) async throws(GatewayError) -> DecisionDocument {
    let signer = RecordedSigner(Signer(inquiry.token), journal: journal, clock: clock)
    let certificate = inquiry.signer.certificate.derBytes
    do throws(SigningError) {
      let statement = try await signer.sign(permit, judgement: judgement) { signed throws(X509Error) in
        try StatementService.statement(signed, certificate)
      }
      return DecisionDocument(granted: judgement, certificate: statement)
    } catch {
      throw GatewayError(error, decision: judgement.decision)
    }
  }

  /// The statement: byte for byte the description that was judged, with the signature beside it.
  private static func statement(_ signed: SignedMessages, _ certificate: [UInt8]) throws(X509Error) -> [UInt8] {
    PKIXEvidenceStatement(
      tbs: try PKIXEvidenceDescription(der: signed.messages.first ?? []),
      signatures: [
        PKIXEvidenceSignature(
          certificate: certificate, algorithm: SignatureAlgorithms.algorithmIdentifier(for: signed.scheme),
          signature: signed.signatures.first ?? [])
      ]
    ).derEncoded
  }
}

// MARK: - Evidence

extension StatementService {
  /// What the token says of the key that is asked about.
  private func subject(_ inquiry: Inquiry, at now: Instant) async throws(GatewayError) -> KeyAttributes {
    let found: [TokenKeyPair]
    let attributes: KeyAttributes?
    do throws(TokenPoolError) {
      found = try await inquiry.token.pairs(inquiry.key)
      guard let pair = found.first, found.count == 1 else {
        throw .keyNotFound("\(found.count) key pairs with \(inquiry.key), must be one")
      }
      attributes = try await inquiry.token.attributes(ofKey: pair.spki, at: now)
    } catch {
      switch error {
      case .busy, .unavailable: throw .unavailable("\(error)", decision: nil)
      case .keyNotFound, .keyIsNotTheOne, .unsupported, .pinRefused:
        throw .notFound("token \(inquiry.tokenName): \(error)")
      }
    }
    guard let attributes else {
      throw .notFound("token \(inquiry.tokenName) does not tell the key with \(inquiry.key) from others")
    }
    return attributes
  }

  private func evidence(
    _ inquiry: Inquiry, _ attributes: KeyAttributes, _ arc: PKIXEvidenceArc, at now: Instant
  ) async throws(GatewayError) -> StatementEvidence {
    let signer = try await signer(inquiry, at: now)
    let register: DeviceDocument
    do { register = try await devices.inEffect().document } catch { throw GatewayError(error) }
    let isCertified = register.certifiesChannel(of: StatedDevice(attributes.device))
    let evidenceClass = isCertified ? EvidenceClass.attributesLiveCertifiedChannel : .attributesLive
    let tbs = OwnEvidence.description(
      of: attributes, called: "\(inquiry.key)", worth: evidenceClass, nonce: inquiry.nonce,
      attestationKey: signer.publicKey.spki, arc: arc
    ).derBytes
    let reading: PKIXEvidenceDescription
    do { reading = try PKIXEvidenceDescription(der: tbs) } catch {
      throw .incident("a statement of ours cannot be read: \(error)", decision: nil)
    }
    return StatementEvidence(
      tbsEvidence: tbs, reading: reading, arc: arc, nonce: inquiry.nonce, attributes: attributes,
      evidenceClass: evidenceClass, signer: signer, terms: JudgingTerms(baseline: .etsi2026), now: now)
  }

  /// The attestation key as its certificate names it, and as the token has it, or does not.
  private func signer(_ inquiry: Inquiry, at now: Instant) async throws(GatewayError) -> StatementSigner {
    let certificate = inquiry.signer.certificate.tbsCertificate
    let facts: KeyFacts
    do { facts = try PublicKey(certificate.subjectPublicKeyInfo).facts } catch {
      throw .incident("the key in the attestation certificate is not usable: \(error)", decision: nil)
    }
    var key = KeyIdentity(ckaID: [], spkiSHA256: facts.spkiSHA256)
    var attributes: KeyAttributes?
    do throws(TokenPoolError) {
      let pairs = try await inquiry.token.pairs(inquiry.signer.key)
      if let pair = pairs.first, pairs.count == 1 {
        key = pair.identity
        attributes = try await inquiry.token.attributes(ofKey: pair.spki, at: now)
      }
    } catch {
      throw .unavailable("token \(inquiry.tokenName): \(error)", decision: nil)
    }
    return StatementSigner(
      key: key, publicKey: facts, certificate: certificate, purpose: appraisal.terms(now: now).evidencePurpose,
      attributes: attributes)
  }

  private func judgement(
    _ inquiry: Inquiry, _ evidence: StatementEvidence, _ evaluation: Evaluation
  ) -> Judgement {
    let request = JSONValue.object([
      "act": .string(StatementService.event), "token": .string(inquiry.tokenName),
      "key": .string(Hex.encode(evidence.attributes.spki)), "nonce": .string(Hex.encode(inquiry.nonce)),
      "requester": .string(inquiry.requester.id),
    ])
    let raw = RawEvidence(
      evidence, request: request, requesterCertificate: inquiry.certificate,
      attestationCertificate: inquiry.signer.certificate.derBytes)
    return Judgement(
      decision: .random(), request: Hash.digest(request.canonicalBytes()), requester: inquiry.requester.id,
      issuer: inquiry.tokenName, policy: StatementService.policy, event: StatementService.event, serial: nil,
      subjectKey: Hash.digest(evidence.attributes.spki), decidedAt: evidence.now, gates: evaluation.gates,
      findings: evaluation.findings.map { RecordedFinding($0) }, configuration: facts.configuration,
      approval: changes.approval(of: facts.configuration), demo: facts.demo,
      evidence: raw.items.map { EvidenceItem($0.name.rawValue, $0.content) })
  }
}
