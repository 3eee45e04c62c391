internal import Cryptography
internal import Documents
internal import Evidence
internal import PolicyGates
internal import Records
internal import TokenPool
internal import X509

/// Signs a request for a certificate of another CA with a key on the token.
struct CertificationRequestStep: RequestStep {
  static let verb = "certification-request"

  let head: StepHead
  let order: RequestOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = RequestOrder(
      key: try fields.required("key", as: KeySource.shape), existing: nil,
      subject: try fields.required("subject", as: SubjectName.shape),
      signature: try fields.required("signature", as: .choice),
      pathLength: try fields.optional("path-length", as: .integer(in: 0...16)).map { Int($0) },
      file: try fields.required("output", as: .requestFile))
  }
}

/// Signs a request for a cross-certificate: the name and the key that a CA has already.
struct CrossRequestStep: RequestStep {
  static let verb = "cross-csr"

  let head: StepHead
  let order: RequestOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = RequestOrder(
      key: try fields.required("key", as: KeySource.shape),
      existing: try fields.required("certificate", as: CertificateSource.shape), subject: nil,
      signature: try fields.required("signature", as: .choice),
      pathLength: try fields.optional("path-length", as: .integer(in: 0...16)).map { Int($0) },
      file: try fields.required("output", as: .requestFile))
  }
}

/// A step that makes one request.
protocol RequestStep: SigningStep {
  var order: RequestOrder { get }
}

/// One request to be made.
struct RequestOrder: Sendable {
  let key: KeySource
  /// Of a CA that is certified already.
  let existing: CertificateSource?
  /// Nil where the existing certificate gives it.
  let subject: SubjectName?
  let signature: SignatureName
  let pathLength: Int?
  let file: String

  /// What is to be signed: a CA is asked for, and nothing else is.
  func info(_ key: SubjectPublicKeyInfo, existing: TBSCertificate?) -> [UInt8] {
    let name = existing?.subject ?? subject.map { Name($0) } ?? Name([])
    return CertificationRequest.info(
      subject: name, key: key,
      attributes: [
        .extensionRequest([
          Extension(BasicConstraints(isCA: true, pathLength: pathLength), critical: true),
          Extension([.keyCertSign, .cRLSign] as KeyUsage, critical: true),
        ])
      ])
  }

  var algorithm: AlgorithmIdentifier { SignatureAlgorithms.algorithmIdentifier(for: signature.scheme) }
}

extension RequestStep {
  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    if let problem = order.key.referenceProblem("key", earlier: earlier)
      ?? order.existing?.referenceProblem("certificate", earlier: earlier)
    {
      return problem
    }
    guard order.key.canSign else { return Problem("key", "the key of a request signs it, so it is on the token") }
    guard case .step(let id) = order.key, let kind = earlier.keyStep(id)?.kind, !kind.fits(order.signature) else {
      return nil
    }
    return Problem("signature", "\(order.signature.rawValue) cannot be made with a key of type \(kind.name)")
  }

  var plan: [PlanLine] {
    [
      PlanLine("request", "a CA certificate for \(order.key.description)"),
      PlanLine("subject", order.subject?.description ?? "as in \(order.existing?.description ?? "")"),
      PlanLine("signature", order.signature.rawValue),
      PlanLine("path length", order.pathLength.map { "\($0)" } ?? "no limit"), PlanLine("write", order.file),
    ]
  }

  func check(_ check: inout ScriptCheck) {
    check.claimOutput("output.request", order.file)
    guard case .file? = order.existing, let source = order.existing else { return }
    guard let certificate = check.tbs(source, "certificate")?.1 else { return }
    check.issuers[id] = DraftIssuer(certificate)
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let key = try await room.key(order.key)
    let existing = try existing(in: room)
    let evidence = try evidence(key, existing?.tbs, identity: nil, in: room)
    room.requireAdmission(CertificationRequestGates.evaluate(evidence), "request")
    if !key.isPlaceholder { room.keep(linted: evidence.requestInfo) }
  }

  func inputs(in room: isolated CeremonyRoom) -> [String: JSONValue] { room.lintedInputs(of: id) }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let key = try await room.key(order.key)
    guard let identity = try await identity(in: room) else {
      throw CeremonyError(.refused, "the key of step \(id) is not on the token")
    }
    let existing = try existing(in: room)
    let evidence = try evidence(key, existing?.tbs, identity: identity, in: room)
    let info = evidence.requestInfo
    try room.requireLinted(info)
    let items =
      (key.statement.map { [EvidenceItem("attestation", $0)] } ?? [])
      + (existing?.certificate.map { [EvidenceItem("existingCertificate", $0.derBytes)] } ?? [])
    let task = SigningTask(
      name: "request of \(evidence.request.subject)", title: "the request", issuer: "", serial: nil,
      subjectKey: key.facts.spkiSHA256,
      toBeSigned: EvidenceItem("certificationRequestInfo", info), evidence: items, isRepeatable: true)
    let algorithm = order.algorithm
    let object = try await room.sign(CertificationRequestGates.decide(evidence), task) { signed throws(CeremonyError) in
      let signature = try signed.signature(over: info)
      do {
        let request = try CertificationRequest(info: info, signatureAlgorithm: algorithm, signature: signature)
        guard request.infoBytes == info, try request.provesPossession() else {
          throw CeremonyError(.refused, "the request reads back as another one, or does not verify")
        }
        return request.derBytes
      } catch let error as CeremonyError { throw error } catch {
        throw CeremonyError(.refused, "the request cannot be read back: \(error)")
      }
    }
    try await write(object, in: room)
    try await room.done()
  }

  func write(_ object: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError) {
    room.keep(object)
    let pem: String
    do { pem = try CertificationRequest(der: object).pem } catch {
      throw CeremonyError(.refused, "the request cannot be read back: \(error)")
    }
    try await room.output(order.file, Array(pem.utf8))
  }

  /// The CA's certificate, of a file or of a step; nil where the CA has none yet.
  private func existing(in room: isolated CeremonyRoom) throws(CeremonyError) -> DraftIssuer? {
    switch order.existing {
    case nil: nil
    case .step(let step): try room.certificate(of: step)
    case .file: room.check.issuers[id]
    }
  }

  private func identity(in room: isolated CeremonyRoom) async throws(CeremonyError) -> KeyIdentity? {
    switch order.key {
    case .step(let step): room.keys[step]?.identity
    case .token(let label, _, _): try await room.token.keyPair(label: label).identity
    case .request, .certificate: nil
    }
  }

  private func evidence(
    _ key: DraftKey, _ existing: TBSCertificate?, identity: KeyIdentity?, in room: isolated CeremonyRoom
  ) throws(CeremonyError) -> CertificationRequestEvidence {
    let info = order.info(key.info, existing: existing)
    do {
      return CertificationRequestEvidence(
        requestInfo: info,
        request: try CertificationRequest(unsignedInfo: info, signatureAlgorithm: order.algorithm),
        key: identity ?? KeyIdentity(ckaID: [], spkiSHA256: key.facts.spkiSHA256), subjectKey: key.facts,
        attestedKey: key.attested, leavesWrapped: key.leavesWrapped, existing: existing,
        demo: room.script.demo, terms: JudgingTerms(baseline: .etsi2026), now: room.clock.now())
    } catch {
      throw CeremonyError(.refused, "the request cannot be built: \(error)")
    }
  }
}

extension FieldShape where Value == String {
  fileprivate static var requestFile: FieldShape {
    .object { fields throws(DocumentError) in try fields.required("request", as: .line) }
  }
}
