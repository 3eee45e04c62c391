internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import TokenPool
internal import X509

/// Makes time-stamp tokens (RFC 3161, RFC 5816) with a key for nothing else.
///
/// The time is the host's: nothing here knows how far it is from UTC, and nothing here makes a time stamp qualified.
struct TimestampService: Sendable {
  let settings: TimestampSettings
  let certificate: Certificate
  /// Nil until the tokens are open.
  let token: (any GatewayToken)?
  /// SHA-256 over the public keys of this gateway's CAs.
  let authorities: Set<Digest>
  let journal: Journal
  let metrics: Metrics
  let facts: ServiceFacts
  let changes: ChangeControl
  let clock: @Sendable () -> Instant

  /// The members `event` and `policy` of these decisions, and what their metrics are called.
  static let event = "timestamp"
  /// The register of units: when each made its last token.
  static let register = "timestamp-units"

  struct Order: Sendable {
    let digest: Digest
    /// As an unsigned number, big-endian.
    let nonce: [UInt8]?
    let client: String
  }

  /// The token, DER; it is on record before this returns, as is a refusal.
  ///
  /// The unit's document changes with each token, so that of two at a time one looks again: the time on record never goes
  /// back, and no serial number comes twice.
  func stamp(_ order: Order) async throws(GatewayError) -> [UInt8] {
    for _ in 0..<TimestampService.attempts {
      if let token = try await attempt(order) { return token }
    }
    throw .unavailable("other time stamps came in between; try again", decision: nil)
  }

  private static let attempts = 64

  /// Nil where another token was made in between.
  private func attempt(_ order: Order) async throws(GatewayError) -> [UInt8]? {
    try changes.requireInEffect(facts.configuration)
    let unit = try await unit()
    let document = try await document(of: unit)
    let serial = try await serial(document)
    // After the unit's last time was read: a token made since then meets this one as a conflict, not as a clock set back.
    let now = clock()
    let evidence = try evidence(order, unit, document, serial, at: now)
    switch TimestampGates.decide(evidence) {
    case .refused(let evaluation):
      let judgement = judgement(order, evidence, serial, evaluation)
      do { try await journal.refuse(judgement) } catch { throw GatewayError(error) }
      metrics.countRefusal(rules: judgement.findings.filter { $0.severity == "error" }.map(\.rule))
      throw .refused(Refusal(decision: judgement.decision, findings: judgement.findings))
    case .admitted(let permit, let evaluation):
      let judgement = judgement(order, evidence, serial, evaluation)
      return try await sign(consume permit, evidence, judgement, document.changed(to: body(now, serial)))
    }
  }

  private func sign(
    _ permit: consuming Permit, _ evidence: TimestampEvidence, _ judgement: Judgement, _ document: RegisterDocument
  ) async throws(GatewayError) -> [UInt8]? {
    let signer = RecordedSigner(Signer(try opened()), journal: journal, clock: clock)
    let (certificate, content) = (certificate, evidence.content)
    do throws(SigningError) {
      let token = try await signer.sign(permit, judgement: judgement, documents: [document]) {
        (signed: SignedMessages) throws(X509Error) -> [UInt8] in
        TimestampToken(
          info: try TSTInfo(der: content), certificate: certificate,
          digestAlgorithm: (signed.scheme.hash ?? .sha512).imprint,
          attributes: try TimestampAttributes(der: signed.messages.first ?? []),
          signatureAlgorithm: SignatureAlgorithms.algorithmIdentifier(for: signed.scheme),
          signature: signed.signatures.first ?? []
        ).derBytes
      }
      metrics.countSignature(issuer: TimestampService.event)
      return token
    } catch {
      if case .journal(.conflict(.staleRevision)) = error { return nil }
      throw GatewayError(error, decision: judgement.decision)
    }
  }
}

// MARK: - The unit

extension TimestampService {
  /// Why the unit must not be served, as found on its token now; nil where nothing stands against it.
  func problem() async -> String? {
    do throws(GatewayError) {
      let errors = TimestampGates.evaluate(try await unit(), at: clock()).findings.filter { $0.severity == .error }
      return errors.isEmpty ? nil : errors.map { "\($0)" }.joined(separator: "; ")
    } catch {
      return error.description
    }
  }

  private func opened() throws(GatewayError) -> any GatewayToken {
    guard let token else { throw .unavailable("the tokens are not open", decision: nil) }
    let health = token.health()
    guard health.available else { throw .unavailable("token \(settings.token) is away", decision: nil) }
    guard !health.isFull else { throw .unavailable("the queue of token \(settings.token) is full", decision: nil) }
    return token
  }

  private func unit() async throws(GatewayError) -> TimestampUnit {
    let found: [TokenKeyPair]
    do { found = try await opened().pairs(.label(settings.keyLabel)) } catch let error as TokenPoolError {
      throw .unavailable("token \(settings.token): \(error)", decision: nil)
    } catch let error as GatewayError { throw error } catch { throw .incident("\(error)", decision: nil) }
    guard let pair = found.first, found.count == 1 else {
      throw .unavailable(
        "token \(settings.token): \(found.count) key pairs with label \(settings.keyLabel), must be one",
        decision: nil)
    }
    let facts: KeyFacts
    do { facts = try PublicKey(certificate.tbsCertificate.subjectPublicKeyInfo).facts } catch {
      throw .incident("the key in the certificate of time stamps is not usable: \(error)", decision: nil)
    }
    return TimestampUnit(
      key: pair.identity, publicKey: facts, certificate: certificate.tbsCertificate,
      certificateDigest: Hash.digest(certificate.derBytes), policy: "\(settings.policy)",
      isQualified: settings.isQualified, accuracySeconds: Int(clamping: settings.accuracySeconds),
      isAnothersKey: authorities.contains(pair.identity.spkiSHA256) || settings.isSubjectsKey)
  }

  /// The unit's document as it stands, or one before the first, of revision 0.
  private func document(of unit: TimestampUnit) async throws(GatewayError) -> RegisterDocument {
    let key = unit.publicKey.spkiSHA256.hex
    do throws(JournalError) {
      return try await journal.store.document(TimestampService.register, key)
        ?? RegisterDocument(register: TimestampService.register, key: key, revision: 0, body: .null)
    } catch { throw GatewayError(error) }
  }

  private func body(_ now: Instant, _ serial: X509.SerialNumber) -> JSONValue {
    .object(["lastTime": .string(now.description), "serial": .string("\(serial)")])
  }

  private static func lastTime(_ document: RegisterDocument) throws(GatewayError) -> Instant? {
    if case .null = document.body { return nil }
    guard let time = document.body["lastTime"]?.text.flatMap({ Instant($0) }) else {
      throw .incident("the document of a time-stamping unit cannot be read", decision: nil)
    }
    return time
  }

  /// 64 random bits of the token, then the revision that the unit's document is about to have: the store takes each
  /// revision once, and a store that was put back in time does not meet its old numbers again.
  private func serial(_ document: RegisterDocument) async throws(GatewayError) -> X509.SerialNumber {
    let random: [UInt8]
    do { random = try await opened().random(count: 8) } catch let error as TokenPoolError {
      throw .unavailable("token \(settings.token): \(error)", decision: nil)
    } catch let error as GatewayError { throw error } catch { throw .incident("\(error)", decision: nil) }
    let revision = document.revision &+ 1
    return X509.SerialNumber(
      magnitude: [1] + random + (0..<8).map { UInt8(truncatingIfNeeded: revision >> (56 - 8 * Int64($0))) })
  }
}

// MARK: - Evidence

extension TimestampService {
  private func evidence(
    _ order: Order, _ unit: TimestampUnit, _ document: RegisterDocument, _ serial: X509.SerialNumber, at now: Instant
  ) throws(GatewayError) -> TimestampEvidence {
    guard let time = TimestampTime(secondsSinceEpoch: now.seconds) else {
      throw .incident("the clock shows no time that a token can carry", decision: nil)
    }
    let content = TSTInfo(
      policy: settings.policy,
      imprint: MessageImprint(algorithm: order.digest.algorithm.imprint, digest: order.digest.bytes),
      serialNumber: serial, genTime: time, accuracy: TimestampAccuracy(seconds: unit.accuracySeconds),
      nonce: order.nonce.map { X509.SerialNumber(magnitude: $0) },
      extensions: TimestampUnit.extensions(qualified: unit.isQualified)
    ).derBytes
    let contentDigest = Hash.digest(content, unit.scheme?.hash ?? .sha256).bytes
    let attributes = TimestampAttributes(
      messageDigest: contentDigest,
      certificate: CertificateReference(
        sha256: unit.certificateDigest.bytes, issuer: unit.certificate.issuer,
        serialNumber: unit.certificate.serialNumber))
    return TimestampEvidence(
      content: content, contentDigest: contentDigest, signedAttributes: attributes.derBytes, digest: order.digest,
      nonce: order.nonce, unit: unit, lastTime: try TimestampService.lastTime(document), now: now)
  }

  private func judgement(
    _ order: Order, _ evidence: TimestampEvidence, _ serial: X509.SerialNumber, _ evaluation: Evaluation
  ) -> Judgement {
    let request = JSONValue.object([
      "act": .string(TimestampService.event), "digest": .string("\(order.digest)"),
      "nonce": .optional(order.nonce.map { Hex.encode($0) }), "client": .string(order.client),
      "serial": .string("\(serial)"),
      "lastTime": .optional(evidence.lastTime?.description),
    ]).canonicalBytes()
    return Judgement(
      decision: .random(), request: Hash.digest(request), requester: order.client, issuer: settings.token,
      policy: TimestampService.event, event: TimestampService.event, serial: nil,
      subjectKey: evidence.unit.publicKey.spkiSHA256, decidedAt: evidence.now, gates: evaluation.gates,
      findings: evaluation.findings.map { RecordedFinding($0) }, configuration: facts.configuration,
      approval: changes.approval(of: facts.configuration), demo: facts.demo,
      evidence: [
        EvidenceItem("request", request), EvidenceItem("tstInfo", evidence.content),
        EvidenceItem("certificate", certificate.derBytes),
      ])
  }
}

extension RemoteSigning {
  /// The same with the time-stamping unit, where one is configured.
  func stamping(
    on tokens: [String: any GatewayToken], authorities: Set<Digest>, changes: ChangeControl, metrics: Metrics
  ) -> RemoteSigning {
    guard let settings = settings.timestamp, let certificate = settings.certificate else { return self }
    var open = self
    open.timestamps = TimestampService(
      settings: settings, certificate: certificate, token: tokens[settings.token], authorities: authorities,
      journal: journal, metrics: metrics, facts: facts, changes: changes, clock: clock)
    // No credential signs with the unit's key.
    open.signatures.keys.services.insert(Hash.digest(certificate.tbsCertificate.subjectPublicKeyInfo.derBytes))
    return open
  }
}
