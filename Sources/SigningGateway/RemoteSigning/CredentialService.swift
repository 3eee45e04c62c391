internal import Applications
internal import Attestation
internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import TokenPool
internal import X509

/// The life of credentials: a key made and its origin proven, a certificate taken in, suspension, destruction.
struct CredentialService: Sendable {
  let settings: RemoteSigningSettings
  var keys: SubjectKeys
  let devices: DeviceRegister
  let journal: Journal
  let facts: ServiceFacts
  let changes: ChangeControl
  let clock: @Sendable () -> Instant

  /// What is to be made.
  struct Order: Sendable {
    let signatory: String
    let name: String
    let kind: SignatoryKind
    let key: KeyPairKind
    let place: SubjectKeyPlace
    let level: SoleControlLevel
    let multisign: Int
    let takesUnnamedHashes: Bool
    let takesSyncedPasskeys: Bool
    let takesCounterlessPasskeys: Bool
    let description: String?
    let requester: String
    var isOneTime = false
  }

  struct Made: Sendable {
    let credential: CredentialRecord
    /// PKCS#10, DER, signed with the new key.
    let request: [UInt8]
    /// The attributes that were read, as a saved statement.
    let statement: JSONValue
  }

  /// Makes the key, proves where it was born, and notes both before anything is told.
  func make(_ order: Order) async throws(GatewayError) -> Made {
    let (credential, statement) = try await makeKey(order, as: try RemoteSigningBook.random(), enrolment: nil)
    return Made(credential: credential, request: try await possession(of: credential), statement: statement)
  }

  /// The key and its record.
  ///
  /// - Parameter enrolment: the order of an enrolment that had the id on record before: a key that a crash left on the token
  ///   under that id is taken, and no second one made.
  func makeKey(
    _ order: Order, as id: String, enrolment: Digest?
  ) async throws(GatewayError) -> (CredentialRecord, statement: JSONValue) {
    try changes.requireInEffect(facts.configuration)
    let token = try keys.opened()
    let now = clock()
    let signatory = try await signatory(order, at: now)
    var left: SubjectKeyPair?
    if enrolment != nil, order.place == .token { left = try await CredentialService.left(id, on: token, at: now) }
    let pair: SubjectKeyPair
    if let left { pair = left } else { pair = try await self.pair(order, id: id, on: token, at: now) }
    let statement = PKCS11Attributes(readLive: pair.attributes).statement
    let blob = Blob(statement.canonicalBytes())
    let credential = CredentialRecord(
      id: id, signatory: order.signatory, kind: order.kind, level: order.level, status: .pending,
      multisign: order.multisign, takesUnnamedHashes: order.takesUnnamedHashes,
      takesSyncedPasskeys: order.takesSyncedPasskeys, takesCounterlessPasskeys: order.takesCounterlessPasskeys,
      token: settings.token, place: pair.place, spki: pair.spki, spkiSHA256: Hash.digest(pair.spki), certificates: [],
      hasQSCDStatement: false, origin: try await origin(pair, blob.address, at: now), description: order.description,
      createdAt: now, isOneTime: order.isOneTime)
    let keeps = pair.wrapped.map { [VaultItem(credential.vaultName, $0)] } ?? []
    try await journal.record(
      .credentialChanged,
      [
        signatory, credential.new,
        CredentialKeyRecord(spkiSHA256: credential.spkiSHA256, credential: id, enrolment: enrolment).new,
        order.isOneTime ? OneTimeRecord(id, madeAt: now).new : nil,
      ].compactMap { $0 },
      ["act": .string("made"), "requester": .string(order.requester)], blobs: [blob], keeps: keeps, at: now)
    return (credential, statement)
  }

  /// Takes in the certificate of a credential, signer first, whoever issued it. `more` goes on record with it.
  func certify(
    _ id: String, _ chain: [[UInt8]], requester: String, with more: [RegisterDocument] = []
  ) async throws(GatewayError) -> CredentialRecord {
    let found = try await find(id)
    guard found.value.status == .pending || found.value.status == .enabled else {
      throw .conflict(Refusal(), "credential \(id) is \(found.value.status.rawValue)")
    }
    var next = found.value
    next.hasQSCDStatement = try CredentialService.check(chain, of: found.value)
    if next.isOneTime, let seconds = CredentialService.seconds(chain), seconds > OneTimeRecord.lifetime {
      throw .malformed(
        field: "$.certificates[0]", problem: "is valid for \(seconds) seconds, too long for a key of one session")
    }
    next.certificates = chain
    next.status = .enabled
    if next.hasQSCDStatement, next.level == .one {
      throw .malformed(
        field: "$.certificates[0]", problem: "promises a QSCD, which a credential at SCAL1 cannot keep (R-Q4)")
    }
    try await journal.record(
      .credentialChanged, [found.changed(to: next)] + more,
      ["act": .string("certified"), "requester": .string(requester)], at: clock())
    return next
  }

  /// Suspends, resumes or destroys. What is destroyed never comes back: its key is gone, and the token knows that this store
  /// says so, before this returns. Asked again it does what was left undone.
  func change(
    _ id: String, to status: CredentialStatus, reason: String, requester: String
  ) async throws(GatewayError) -> CredentialRecord {
    let found = try await find(id)
    guard found.value.status != .destroyed || status == .destroyed else {
      throw .conflict(Refusal(), "credential \(id) is destroyed")
    }
    if found.value.status == .destroyed {
      try await end(found.value)
      return found.value
    }
    guard status != .pending, status != .enabled || !found.value.certificates.isEmpty else {
      throw .conflict(Refusal(), "credential \(id) has no certificate yet")
    }
    var next = found.value
    next.status = status
    let note: [String: JSONValue] = [
      "act": .string(status.rawValue), "reason": .string(reason), "requester": .string(requester),
    ]
    // On record first: a crash leaves a key that nothing uses, never a record of a key that signs on.
    let isWrapped = found.value.place.kind == .wrapped
    let erases = status == .destroyed && isWrapped ? [found.value.vaultName] : []
    try await journal.record(.credentialChanged, [found.changed(to: next)], note, erases: erases, at: clock())
    if status == .destroyed { try await end(next) }
    return next
  }

  func find(_ id: String) async throws(GatewayError) -> Registered<CredentialRecord> {
    guard let found = try await journal.store.find(CredentialRecord.self, id) else {
      throw .notFound("there is no credential \(id)")
    }
    return found
  }
}

// MARK: - Keys

extension CredentialService {
  private static func tokenID(_ id: String) -> [UInt8] { Array(Hash.digest(Array(id.utf8)).bytes.prefix(16)) }
  private static func label(_ id: String) -> String { "credential \(id)" }

  /// What a crash left on the token between the generation of a key and its record; nil where it left nothing.
  private static func left(
    _ id: String, on token: any SubjectToken, at now: Instant
  ) async throws(GatewayError) -> SubjectKeyPair? {
    do throws(TokenPoolError) {
      let ckaID = tokenID(id)
      let found = try await token.pairs(.id(ckaID))
      guard let pair = found.first(where: { $0.label == label(id) }) else { return nil }
      guard found.count == 1, let attributes = try await token.attributes(ofKey: pair.spki, at: now) else {
        throw .keyNotFound("the key of credential \(id) does not tell its attributes")
      }
      return SubjectKeyPair(spki: pair.spki, attributes: attributes, place: .token(ckaID: ckaID), wrapped: nil)
    } catch {
      throw .unavailable("a key that is on the token already cannot be taken: \(error)", decision: nil)
    }
  }

  private func pair(
    _ order: Order, id: String, on token: any SubjectToken, at now: Instant
  ) async throws(GatewayError) -> SubjectKeyPair {
    let wrapping: WrappingKeyFacts? =
      switch order.place {
      case .token: nil
      case .wrapped: try await wrappingKey(on: token, at: now)
      }
    do throws(TokenPoolError) {
      guard let wrapping else {
        return try await token.makeSubjectKey(
          order.key, label: CredentialService.label(id), id: CredentialService.tokenID(id), at: now)
      }
      var pair = try await token.makeWrappedSubjectKey(order.key, under: wrapping.name, at: now)
      pair.wrappingKey = wrapping
      return pair
    } catch {
      throw .unavailable("no key was made: \(error)", decision: nil)
    }
  }

  /// What the attributes are worth, and the record of the device that holds the key.
  private func origin(
    _ pair: SubjectKeyPair, _ statement: Digest, at now: Instant
  ) async throws(GatewayError) -> CredentialRecord.Origin? {
    guard pair.attributes.local == .yes, pair.attributes.sensitive == .yes else { return nil }
    let register: DeviceRegister.InEffect
    do { register = try await devices.inEffect() } catch { throw GatewayError(error) }
    let device = StatedDevice(pair.attributes.device)
    let isCertified = register.document.certifiesChannel(of: device)
    return CredentialRecord.Origin(
      provenAt: now,
      evidenceClass: (isCertified ? EvidenceClass.attributesLiveCertifiedChannel : .attributesLive).rawValue,
      statement: statement, device: register.document.record(for: device)?.id, wrappingKey: pair.wrappingKey)
  }

  /// A certification request over nothing but the key: the proof of possession that a CA asks for.
  ///
  /// Proven once: what an earlier proof of this key gave is given again, and another is made only where that was lost.
  func possession(of credential: CredentialRecord) async throws(GatewayError) -> [UInt8] {
    let evidence: PossessionEvidence
    do {
      evidence = try PossessionEvidence(
        credential: credential.terms, key: credential.identity, publicKey: PublicKey(spki: credential.spki).facts,
        now: clock())
    } catch { throw .incident("the new key cannot be read: \(error)", decision: nil) }
    var request = Hash.digest(evidence.requestInfo)
    do {
      while let earlier = try await journal.store.decision(.request(request)), earlier.entry.state != .refused {
        if case .concluded(.signed(let object)) = earlier.entry.state, let csr = try await journal.store.blob(object) {
          return csr
        }
        request = Hash.digest(request.bytes + evidence.requestInfo)
      }
    } catch { throw GatewayError(error) }
    switch PossessionGates.decide(evidence) {
    case .refused(let evaluation):
      throw .refused(Refusal(findings: evaluation.findings.map { RecordedFinding($0) }))
    case .admitted(let permit, let evaluation):
      let judgement = Judgement(
        decision: .random(), request: request, requester: credential.signatory,
        issuer: credential.id, policy: RemoteSigningBook.policy, event: "prove-possession", serial: nil,
        subjectKey: credential.spkiSHA256, decidedAt: evidence.now, gates: evaluation.gates,
        findings: evaluation.findings.map { RecordedFinding($0) }, configuration: facts.configuration,
        approval: changes.approval(of: facts.configuration), demo: facts.demo,
        evidence: [EvidenceItem("credential", credential.json.canonicalBytes())])
      let signer = RecordedSigner(Signer(try await keys.signer(for: credential)), journal: journal, clock: clock)
      do throws(SigningError) {
        return try await signer.sign(consume permit, judgement: judgement) { signed throws(X509Error) in
          try CertificationRequest(
            info: evidence.requestInfo, signatureAlgorithm: SignatureAlgorithms.algorithmIdentifier(for: signed.scheme),
            signature: signed.signatures.first ?? []
          ).derBytes
        }
      } catch { throw GatewayError(error, decision: judgement.decision) }
    }
  }

  /// What destruction asks of the token, however often.
  private func end(_ credential: CredentialRecord) async throws(GatewayError) {
    let failure = await keys.storeGuard.settle()
    if credential.place.kind == .token { try await destroyKey(of: credential) }
    guard let failure else { return }
    throw .unavailable(
      "credential \(credential.id) signs no more, but the token could not be told: a record store that is put back would "
        + "bring it back; ask again: \(failure)", decision: nil)
  }

  private func destroyKey(of credential: CredentialRecord) async throws(GatewayError) {
    let gone: [String]
    do { gone = try await keys.opened().destroySubjectKey(credential.identity) } catch let error as TokenPoolError {
      throw .unavailable(
        "credential \(credential.id) signs no more, but its key is still on the token: \(error)", decision: nil)
    } catch let error as GatewayError { throw error } catch {
      throw .incident("\(error)", decision: nil)
    }
    guard !gone.isEmpty else { return }
    try await journal.record(
      .credentialChanged, [],
      [
        "act": .string("key-destroyed"), "credential": .string(credential.id),
        "objects": .array(gone.map { .string($0) }),
      ],
      at: clock())
  }
}

// MARK: - Records

extension CredentialService {
  /// The document of a signatory who is new; nil where there is one of the same name.
  private func signatory(_ order: Order, at now: Instant) async throws(GatewayError) -> RegisterDocument? {
    guard let found = try await journal.store.find(SignatoryRecord.self, order.signatory) else {
      return SignatoryRecord(
        id: order.signatory, name: order.name, kind: order.kind, createdAt: now, enrolledBy: order.requester
      ).new
    }
    guard found.value.name == order.name, found.value.kind == order.kind else {
      throw .conflict(Refusal(), "signatory \(order.signatory) is on record with another name or kind")
    }
    return nil
  }

  /// From the first second in which the first is valid to the last.
  private static func seconds(_ chain: [[UInt8]]) -> Int64? {
    guard let first = chain.first, let validity = try? Certificate(der: first).tbsCertificate.validity else {
      return nil
    }
    return validity.notAfter.secondsSinceEpoch - validity.notBefore.secondsSinceEpoch
  }

  /// Whether the certificates are a chain that begins with the credential's key; true where the first promises a QSCD.
  private static func check(_ chain: [[UInt8]], of credential: CredentialRecord) throws(GatewayError) -> Bool {
    var parsed: [Certificate] = []
    for (index, der) in chain.enumerated() {
      do { parsed.append(try Certificate(der: der)) } catch {
        throw .malformed(field: "$.certificates[\(index)]", problem: "\(error)")
      }
    }
    guard let first = parsed.first else { throw .malformed(field: "$.certificates", problem: "is empty") }
    guard first.tbsCertificate.subjectPublicKeyInfo.derBytes == credential.spki else {
      throw .malformed(field: "$.certificates[0]", problem: "is for another key than the credential's")
    }
    for (index, issuer) in parsed.enumerated().dropFirst() {
      guard let key = try? PublicKey(issuer.tbsCertificate.subjectPublicKeyInfo),
        (try? parsed[index - 1].isSigned(by: key)) == true
      else {
        throw .malformed(field: "$.certificates[\(index)]", problem: "did not sign the certificate before it")
      }
    }
    let statements = first.tbsCertificate.extensionValue(QCStatements.self).value
    return statements?.contains(.qcSSCD) == true
  }
}
