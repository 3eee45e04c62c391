internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import Synchronization
internal import WebAuthn

/// Lets signatories release signatures: from what a client asks for to signature activation data.
struct ActivationService: Sendable {
  let settings: RemoteSigningSettings
  let book: RemoteSigningBook
  let journal: Journal
  let facts: ServiceFacts
  let changes: ChangeControl
  let metrics: Metrics
  let clock: @Sendable () -> Instant

  /// What a client wants released.
  struct Draft: Sendable {
    let client: String
    let signatory: String
    /// Nil for leave to see credentials.
    let credential: String?
    let hashes: [Digest]
    let labels: [String?]
    let signatures: Int
    let description: String?
    /// The credential's key is for one session.
    var isOneTime = false
  }

  /// Signature activation data: told to the client once, kept as its digest.
  struct Released: Sendable {
    let sad: String
    let content: ActivationContent
  }

  /// Opens a session that waits for the signatory.
  func request(_ draft: Draft) async throws(GatewayError) -> PendingActivation {
    let now = clock()
    let pending = PendingActivation(
      handle: try RemoteSigningBook.random(), purpose: draft.credential == nil ? .service : .signature,
      content: try content(draft, at: now), client: draft.client, labels: draft.labels, description: draft.description)
    guard book.pending.withLock({ $0.add(pending, at: now) }) else {
      throw .unavailable("too many releases wait for signatories; let some end", decision: nil)
    }
    guard draft.isOneTime else { return pending }
    do throws(GatewayError) { try await bind(pending.content) } catch {
      book.pending.withLock { $0.drop(pending.handle) }
      throw error
    }
    return pending
  }

  func find(_ handle: String) throws(GatewayError) -> PendingActivation {
    let now = clock()
    guard let pending = book.pending.withLock({ $0.find(handle, at: now) }), pending.outcome == nil else {
      throw .notFound("nothing waits under this handle: it was answered, or its time is over")
    }
    return pending
  }

  /// The digest that the signatory's device signs.
  static func challenge(_ content: ActivationContent) -> [UInt8] { Hash.digest(content.canonicalBytes()).bytes }

  /// Takes a passkey's answer. For leave to see credentials the outcome carries no activation data but a random text.
  func prove(_ handle: String, _ answer: PasskeyAnswer) async throws(GatewayError) -> Released {
    let pending = try find(handle)
    let id = AuthenticatorRecord.id(ofPasskey: answer.credentialID)
    guard let found = try await journal.store.find(AuthenticatorRecord.self, id),
      case .passkey(let passkey) = found.value.means
    else { throw try await unknown(pending, id) }
    let assertion: PasskeyAssertion
    do {
      assertion = try passkey.examine(
        answer, challenge: ActivationService.challenge(pending.content), relyingParty: book.relyingParty)
    } catch { throw .malformed(field: "$", problem: error.description) }
    let proof = ActivationRecord.Proof.passkey(
      authenticator: id, clientData: answer.clientDataJSON, authenticatorData: answer.authenticatorData,
      signature: answer.signature, counter: Int64(passkey.signCount))
    var next = found.value
    next.means = .passkey(passkey.used(assertion))
    return try await release(
      pending, .passkey(assertion, found.value.facts), proof, changing: [found.changed(to: next)],
      items: [
        EvidenceItem("passkeyAnswer", answer.json.canonicalBytes())
      ])
  }

  /// Takes a statement over the content that a certificate of the signatory's own signed.
  func prove(_ handle: String, statement: [UInt8], by id: String) async throws(GatewayError) -> Released {
    let pending = try find(handle)
    guard let found = try await journal.store.find(AuthenticatorRecord.self, id),
      case .certificate(let der) = found.value.means
    else { throw try await unknown(pending, id) }
    let signed = try SignedActivation(statement: statement, certificate: der, over: pending.content)
    return try await release(
      pending, .statement(signed, found.value.facts), .statement(authenticator: id, signature: statement),
      changing: [], items: [EvidenceItem("signedActivation", statement)])
  }

  /// Password and one-time code, for credentials at SCAL1: the release is asked for and given in one call.
  func release(_ draft: Draft, password: String, code: String) async throws(GatewayError) -> Released {
    let now = clock()
    let pending = PendingActivation(
      handle: try RemoteSigningBook.random(), purpose: .signature, content: try content(draft, at: now),
      client: draft.client, labels: draft.labels, description: draft.description)
    let authenticators = try await journal.store.list(AuthenticatorRecord.self, of: draft.signatory, limit: 100)
    guard let found = authenticators.first(where: { $0.value.isActive && $0.value.kindName == "shared-secret" }) else {
      throw try await unknown(pending, "shared-secret")
    }
    let check = try await SharedSecretCheck(found, store: journal.store, tries: settings.tries)
    let result = try await check.try(password: password, code: code, at: now)
    var next = found.value
    next.means = .sharedSecret(result.state)
    let change = found.changed(to: next)
    guard result.isRight else {
      // A wrong try is counted before anybody is told of it.
      try await journal.record(.authenticatorChanged, [change], ["act": .string("wrong-secret")], at: now)
      throw try await refuse(
        pending, evidence(pending, try await terms(pending), .sharedSecret(result.factor, found.value.facts), at: now),
        items: [])
    }
    return try await release(
      pending, .sharedSecret(result.factor, found.value.facts), .sharedSecret(authenticator: found.value.id),
      changing: [change], items: [])
  }

  /// The signatory says no.
  func refuse(_ handle: String) async throws(GatewayError) {
    let pending = try find(handle)
    guard book.pending.withLock({ $0.end(handle, .refused) }) else {
      throw .notFound("nothing waits under this handle")
    }
    try await journal.record(
      .sessionChanged, [],
      [
        "act": .string("refused-by-signatory"), "content": pending.content.json, "client": .string(pending.client),
      ],
      at: clock())
  }
}

// MARK: - Judging and recording

extension ActivationService {
  private func release(
    _ pending: PendingActivation, _ proof: ActivationProof, _ raw: ActivationRecord.Proof,
    changing documents: [RegisterDocument], items: [EvidenceItem]
  ) async throws(GatewayError) -> Released {
    try changes.requireInEffect(facts.configuration)
    let now = clock()
    var terms = try await terms(pending)
    var oneTime: RegisterDocument?
    if terms.isOneTime { oneTime = try await released(pending.content) }
    // At SCAL1 a session is asked for and released in one act.
    if proof.isSharedSecret { terms.session = terms.session ?? pending.content.session }
    let evidence = evidence(pending, terms, proof, at: now)
    var machine = SignatureSessionStateMachine(requesting: pending.content)
    let evaluation = ActivationService.evaluation(of: pending, evidence)
    guard machine.authenticate(evaluation.admits, at: now) == .authenticated else {
      book.pending.withLock { $0.fail(pending.handle) }
      throw try await refuse(pending, evidence, items: items)
    }
    guard machine.authorise(at: now) == .authorised else { throw .notFound("the time to release it is over") }
    let sad = try RemoteSigningBook.random()
    let record = ActivationRecord(
      sad: Hash.digest(Array(sad.utf8)), content: pending.content, proofs: [raw], authorisedAt: now,
      identityVerifiedAt: nil, client: pending.client, endedBecause: nil)
    let blobs = items.map(\.blob)
    let note: [String: JSONValue] = [
      "act": .string("released"), "purpose": .string(pending.purpose.rawValue),
      "findings": .array(evaluation.findings.map { RecordedFinding($0).json }),
      "labels": .array(pending.labels.map { .optional($0) }), "description": .optional(pending.description),
      "evidence": .array(blobs.map { .object(["sha256": .string($0.address.hex)]) }),
    ]
    let new = (pending.purpose == .signature ? [record.new] : []) + [oneTime].compactMap { $0 }
    try await journal.record(.activationChanged, new + documents, note, blobs: blobs, at: now)
    _ = book.pending.withLock { $0.end(pending.handle, .released(sad)) }
    return Released(sad: sad, content: pending.content)
  }

  private func content(_ draft: Draft, at now: Instant) throws(GatewayError) -> ActivationContent {
    ActivationContent(
      session: try RemoteSigningBook.random(), identityVerification: try RemoteSigningBook.random(),
      signatory: draft.signatory, credential: draft.credential ?? "", hashes: draft.hashes,
      signatures: draft.signatures, expires: now.adding(seconds: settings.activationSeconds))
  }

  private func evidence(
    _ pending: PendingActivation, _ terms: CredentialTerms, _ proof: ActivationProof, at now: Instant
  ) -> ActivationEvidence {
    ActivationEvidence(
      content: pending.content, credential: terms, proofs: [proof], authorisedAt: now, identityVerifiedAt: nil,
      longest: settings.activationSeconds, now: now)
  }

  /// Those of the credential; to see credentials any passkey of the signatory's own is enough.
  private func terms(_ pending: PendingActivation) async throws(GatewayError) -> CredentialTerms {
    guard pending.purpose == .signature else {
      return .ofTheService(for: pending.content.signatory)
    }
    guard let found = try await journal.store.find(CredentialRecord.self, pending.content.credential) else {
      throw .notFound("there is no such credential")
    }
    return try await journal.store.terms(of: found.value)
  }

  private func unknown(_ pending: PendingActivation, _ id: String) async throws(GatewayError) -> GatewayError {
    book.pending.withLock { $0.fail(pending.handle) }
    let nobody = AuthenticatorFacts(id: id, signatory: "nobody", isActive: false)
    let factor = SharedSecretFactor(passwordMatches: false, codeMatches: false, codeIsReused: false, isLocked: false)
    return try await refuse(
      pending, evidence(pending, try await terms(pending), .sharedSecret(factor, nobody), at: clock()), items: [])
  }

  /// Leave to see credentials is given by whoever it is for; signatures are released as their credential's terms have it.
  private static func evaluation(of pending: PendingActivation, _ evidence: ActivationEvidence) -> Evaluation {
    pending.purpose == .service ? ActivationGates.authenticate(evidence) : ActivationGates.evaluate(evidence)
  }

  /// Writes the refusal down and returns it as an error.
  private func refuse(
    _ pending: PendingActivation, _ evidence: ActivationEvidence, items: [EvidenceItem]
  ) async throws(GatewayError) -> GatewayError {
    let evaluation = ActivationService.evaluation(of: pending, evidence)
    let content = pending.content.canonicalBytes()
    let judgement = Judgement(
      decision: .random(), request: Hash.digest(content), requester: pending.client, issuer: pending.content.credential,
      policy: RemoteSigningBook.policy, event: "activation", serial: nil, subjectKey: nil, decidedAt: evidence.now,
      gates: evaluation.gates, findings: evaluation.findings.map { RecordedFinding($0) },
      configuration: facts.configuration, approval: changes.approval(of: facts.configuration), demo: facts.demo,
      evidence: [EvidenceItem("activation", content)] + items)
    do { try await journal.refuse(judgement) } catch { throw GatewayError(error) }
    metrics.countRefusal(rules: judgement.findings.filter { $0.severity == "error" }.map(\.rule))
    return .refused(Refusal(decision: judgement.decision, findings: judgement.findings))
  }
}

extension AuthenticatorRecord {
  /// A passkey names itself by its credential id; ours is short and fit for addresses.
  static func id(ofPasskey credential: [UInt8]) -> String {
    "pk-" + Hex.encode(Array(Hash.digest(credential).bytes.prefix(16)))
  }
}

/// What the parts of remote signing share in memory.
final class RemoteSigningBook: Sendable {
  /// The member `policy` of these decisions.
  static let policy = "remote-signing"

  let pending = Mutex(PendingActivations())
  let losses = Mutex(LossReports())
  /// Seals what signatories carry until their passkey signed it; made at first use.
  let sealingKey = Mutex<[UInt8]?>(nil)
  /// Acts that were done, until their time is over.
  let spentActs = Mutex<[String: Instant]>([:])
  let enrolments = Mutex<[String: PendingEnrolment]>([:])
  let tickets = Mutex(OccurrenceTickets())
  /// Enrolments that a call works on.
  let enrolling = Mutex<Set<String>>([])
  /// Calls that sign with a key of one session.
  let signing = Mutex<[String: Int]>([:])
  /// Revocations that ended no key yet, and whether the records were looked through for those of earlier runs.
  let unfinished = Mutex<Set<KnownRevocation>>([])
  let isSwept = Mutex(false)
  /// Why wrapped keys cannot be used; nil where they can.
  let wrappingProblem = Mutex<String?>(nil)
  let relyingParty: RelyingParty

  init(_ settings: RemoteSigningSettings) {
    relyingParty = RelyingParty(id: settings.relyingParty, origins: [settings.origin])
  }

  /// 256 bits that nobody guesses, in base64url.
  static func random() throws(GatewayError) -> String {
    do { return Base64URL.encode(try SecureRandom.bytes(32)) } catch {
      throw .unavailable("no random bytes: \(error)", decision: nil)
    }
  }
}
