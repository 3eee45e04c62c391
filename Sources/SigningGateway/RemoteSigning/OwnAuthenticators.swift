internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import Synchronization
internal import WebAuthn

/// What signatories do with authenticators of their own: each act takes an answer of a passkey of theirs that is in use, over a
/// challenge that names the act. A password does not open it, nor does any operator.
struct OwnAuthenticators: Sendable {
  let service: AuthenticatorService
  let metrics: Metrics

  enum Act: Sendable, Hashable {
    case list
    /// Begins the enrolment of a further one.
    case enrol
    case revoke(String)
    case name(String, as: String)

    static let longestName = 64

    var name: String {
      switch self {
      case .list: "list"
      case .enrol: "enrol"
      case .revoke: "revoke"
      case .name: "name"
      }
    }

    /// What `init` reads.
    var members: [String: JSONValue] {
      switch self {
      case .list, .enrol: ["act": .string(name)]
      case .revoke(let id): ["act": .string(name), "authenticator": .string(id)]
      case .name(let id, let text): ["act": .string(name), "authenticator": .string(id), "name": .string(text)]
      }
    }
  }

  /// An act that waits for a passkey. It is in nobody's memory: whoever asks carries it, under our seal.
  struct Request: Sendable {
    let text: String
    let act: Act
    let nonce: String
    let expires: Instant

    /// What the passkey signs.
    var challenge: [UInt8] { Hash.digest(Array(text.utf8)).bytes }
  }

  enum Done: Sendable {
    case listed([AuthenticatorRecord], provedBy: String)
    case enrolment(PendingEnrolment)
    case revoked(String)
    case named(String, as: String)
  }

  static let seconds: Int64 = 300

  /// Asks for an act. Nobody is known yet, and nobody's authenticators are told.
  func ask(_ act: Act) throws(GatewayError) -> Request {
    let nonce = try RemoteSigningBook.random()
    let expires = service.clock().adding(seconds: OwnAuthenticators.seconds)
    let about: [String: JSONValue] = ["nonce": .string(nonce), "expires": .string(expires.description)]
    let bytes = JSONValue.object(act.members.merging(about) { own, _ in own }).canonicalBytes()
    let text = "\(Base64URL.encode(bytes)).\(Base64URL.encode(try service.book.seal(bytes)))"
    return Request(text: text, act: act, nonce: nonce, expires: expires)
  }

  /// Does what was asked for, once.
  func act(_ text: String, _ answer: PasskeyAnswer) async throws(GatewayError) -> Done {
    let request = try read(text)
    let id = AuthenticatorRecord.id(ofPasskey: answer.credentialID)
    // What nobody enrolled is no step of any authenticator's life: it leaves no record.
    guard let found = try await service.journal.store.find(AuthenticatorRecord.self, id),
      case .passkey(let passkey) = found.value.means
    else { throw .notFound("no authenticator here is this one") }
    let assertion: PasskeyAssertion
    do {
      assertion = try passkey.examine(
        answer, challenge: request.challenge, relyingParty: service.book.relyingParty)
    } catch { throw .malformed(field: "$", problem: error.description) }
    let signatory = found.value.signatory
    try await judge(request, assertion, found.value, EvidenceItem("passkeyAnswer", answer.json.canonicalBytes()))
    guard service.book.spend(request, at: service.clock()) else {
      throw .notFound("this was done, or its time is over: ask again")
    }
    var next = found.value
    next.means = .passkey(passkey.used(assertion))
    try await service.journal.record(
      .authenticatorChanged, [found.changed(to: next)],
      ["act": .string("proved"), "for": .string(request.act.name), "request": .string(request.text)],
      at: service.clock())
    switch request.act {
    case .list: return .listed(try await service.list(signatory), provedBy: id)
    case .enrol: return .enrolment(try await service.begin(for: signatory, provenBy: id))
    case .revoke(let other):
      try await service.revoke(other, of: signatory, by: "authenticator:\(id)", reason: "its owner revoked it")
      return .revoked(other)
    case .name(let other, let text):
      try await service.name(other, text, of: signatory, by: "authenticator:\(id)")
      return .named(other, as: text)
    }
  }

  private func read(_ text: String) throws(GatewayError) -> Request {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Base64URL.decode(String(parts[0])),
      let seal = Base64URL.decode(String(parts[1])),
      // Digests are compared: how far two seals are alike shows in no time.
      Hash.digest(seal) == Hash.digest(try service.book.seal(bytes)), let json = JSONValue(canonical: bytes),
      let nonce = json["nonce"]?.text, let expires = json["expires"]?.text.flatMap({ Instant($0) }),
      let act = Act(json), service.clock() < expires
    else { throw .notFound("this was not asked for here, or its time is over: ask again") }
    return Request(text: text, act: act, nonce: nonce, expires: expires)
  }

  /// The same gate as for leave to see credentials. A refusal is on record.
  private func judge(
    _ request: Request, _ assertion: PasskeyAssertion, _ authenticator: AuthenticatorRecord, _ item: EvidenceItem
  ) async throws(GatewayError) {
    let now = service.clock()
    let content = ActivationContent(
      session: request.nonce, identityVerification: request.nonce, signatory: authenticator.signatory, credential: "",
      hashes: [], signatures: 0, expires: request.expires)
    let evidence = ActivationEvidence(
      content: content, credential: .ofTheService(for: authenticator.signatory),
      proofs: [.passkey(assertion, authenticator.facts)], authorisedAt: now, identityVerifiedAt: nil,
      longest: OwnAuthenticators.seconds, now: now)
    let evaluation = ActivationGates.authenticate(evidence)
    guard !evaluation.admits else { return }
    let asked = Array(request.text.utf8)
    let judgement = Judgement(
      decision: .random(), request: Hash.digest(asked), requester: authenticator.signatory, issuer: authenticator.id,
      policy: RemoteSigningBook.policy, event: "authenticator-\(request.act.name)", serial: nil, subjectKey: nil,
      decidedAt: now, gates: evaluation.gates, findings: evaluation.findings.map { RecordedFinding($0) },
      configuration: service.facts.configuration, approval: service.changes.approval(of: service.facts.configuration),
      demo: service.facts.demo, evidence: [EvidenceItem("act", asked), item])
    do { try await service.journal.refuse(judgement) } catch { throw GatewayError(error) }
    metrics.countRefusal(rules: judgement.findings.filter { $0.severity == "error" }.map(\.rule))
    throw .refused(Refusal(decision: judgement.decision, findings: judgement.findings))
  }
}

extension OwnAuthenticators.Act {
  /// The members `act`, `authenticator` and `name`.
  init?(_ json: JSONValue) {
    switch (json["act"]?.text, json["authenticator"]?.text, json["name"]?.text) {
    case ("list", nil, nil): self = .list
    case ("enrol", nil, nil): self = .enrol
    case ("revoke", let id?, nil): self = .revoke(id)
    case ("name", let id?, let text?) where OwnAuthenticators.Act.isName(text): self = .name(id, as: text)
    default: return nil
    }
  }

  /// Something to see, and nothing that changes how what stands beside it is read.
  private static func isName(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return (1...longestName).contains(scalars.count) && !scalars.allSatisfy(\.properties.isWhitespace)
      && scalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
      }
  }
}

extension CredentialTerms {
  /// To act for oneself at the service, without a credential: any passkey of the signatory's own is enough.
  static func ofTheService(for signatory: String) -> CredentialTerms {
    CredentialTerms(
      id: "", signatory: signatory, kind: .natural, level: .two, status: .enabled, multisign: 0,
      takesUnnamedHashes: false, takesSyncedPasskeys: true, takesCounterlessPasskeys: true, hasQSCDStatement: false)
  }
}

extension RemoteSigningBook {
  /// Shows later that this process wrote it; a restart asks anew.
  func seal(_ bytes: [UInt8]) throws(GatewayError) -> [UInt8] {
    do {
      let key = try sealingKey.withLock { kept throws(CryptographyError) in
        if let kept { return kept }
        let new = try SecureRandom.bytes(32)
        kept = new
        return new
      }
      return try CredentialProtection.hmac(bytes, key: key, .sha256)
    } catch { throw .unavailable("no seal: \(error)", decision: nil) }
  }

  /// False where it was done before, or its time is over.
  func spend(_ request: OwnAuthenticators.Request, at now: Instant) -> Bool {
    spentActs.withLock { spent in
      if spent.count >= 10_000 { spent = spent.filter { now < $0.value } }
      return now < request.expires && spent.updateValue(request.expires, forKey: request.nonce) == nil
    }
  }
}
