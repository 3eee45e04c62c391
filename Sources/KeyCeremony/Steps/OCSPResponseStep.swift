internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import PolicyGates
internal import Records
internal import TokenPool
internal import X509

/// Signs an answer about one certificate, for responders that have no key of their own.
struct OCSPResponseStep: SigningStep {
  static let verb = "ocsp-response"

  let head: StepHead
  let order: AnswerOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = try AnswerOrder(&fields)
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    order.issuer.referenceProblem("issuer", earlier: earlier)
      ?? order.responder?.referenceProblem("responder", earlier: earlier)
      ?? order.certificate.referenceProblem("certificate", earlier: earlier)
  }

  var plan: [PlanLine] { order.plan }

  func check(_ check: inout ScriptCheck) {
    check.claimOutput("output.response", order.file)
    var list: CertificateList?
    if let name = order.listFile {
      guard let found = check.list("crl", name) else { return }
      list = found
    }
    let draft = AnswerDraft(order: order, start: check.now, list: list)
    check.answers[id] = draft
    let ca = check.issuer(order.issuer, of: id)
    let responder = order.responder == nil ? ca : check.issuer(order.responder, of: "\(id)/responder", "responder")
    let found = check.tbs(order.certificate, "certificate")
    let certificate = found.map { $0.1.map { DraftIssuer($0) } ?? DraftIssuer(placeholder: $0.0) }
    if case .file = order.certificate { check.issuers["\(id)/certificate"] = certificate }
    guard let ca, let responder, let certificate else { return }
    do throws(CeremonyError) {
      let data = try draft.data(ca, responder: responder, certificate: certificate)
      let evidence = try draft.evidence(
        data, ca: ca, responder: responder, certificate: certificate, key: nil, web: check.script.web, now: check.now)
      check.report(OCSPAnswerGates.evaluate(evidence), "answer")
    } catch {
      check.problem("answer", error.message)
    }
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let parties = try parties(in: room)
    let key = try await room.signer(order.responder ?? order.issuer, member, part)
    let data = try parties.data
    room.requireAdmission(OCSPAnswerGates.evaluate(try parties.evidence(data, key: key, in: room)), "answer")
    if parties.areMade { room.keep(linted: data.derBytes) }
  }

  func inputs(in room: isolated CeremonyRoom) -> [String: JSONValue] { room.lintedInputs(of: id) }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let parties = try parties(in: room)
    guard let key = try await room.signer(order.responder ?? order.issuer, member, part) else {
      throw CeremonyError(.refused, "the key that signs for step \(id) is not on the token")
    }
    let data = try parties.data
    try room.requireLinted(data.derBytes)
    let evidence = try parties.evidence(data, key: key, in: room)
    let (serial, algorithm) = (parties.certificate.tbs.serialNumber, parties.draft.algorithm)
    let task = SigningTask(
      name: "answer about \(parties.certificate.tbs.subject)", title: "the answer",
      issuer: parties.ca.tbs.subject.description, serial: nil,
      subjectKey: nil, toBeSigned: EvidenceItem("responseData", data.derBytes), evidence: parties.items,
      isRepeatable: true)
    let responder = parties.responder
    let object = try await room.sign(OCSPAnswerGates.decide(evidence), task) { signed throws(CeremonyError) in
      let basic = OCSPBasicResponse(
        data: data, signatureAlgorithm: algorithm, signature: try signed.signature(over: data.derBytes),
        certificates: order.responder == nil ? [] : responder.certificate.map { [$0] } ?? [])
      let read = try readBack(basic, by: responder)
      guard read.responses.contains(where: { $0.certificate.serialNumber == serial }) else {
        throw CeremonyError(.refused, "the answer reads back as one about another certificate")
      }
      return OCSPResponse.successful(basic).derEncoded
    }
    try await write(object, in: room)
    try await room.done()
  }

  func write(_ object: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError) {
    room.keep(object)
    try await room.output(order.file, object)
  }

  /// Who signs, in the script and among the certificates that the check read.
  private var member: String { order.responder == nil ? "issuer.key-label" : "responder.key-label" }
  private var part: String { order.responder == nil ? "" : "/responder" }

  private func parties(in room: isolated CeremonyRoom) throws(CeremonyError) -> AnswerParties {
    let certificate: DraftIssuer? =
      switch order.certificate {
      case .step(let id): try room.certificate(of: id)
      case .file: room.check.issuers["\(id)/certificate"]
      }
    guard let draft = room.check.answers[id], let certificate, let ca = try room.issuer(order.issuer),
      let responder = order.responder == nil ? ca : try room.issuer(order.responder, "/responder")
    else { throw CeremonyError(.refused, "step \(id) was not checked; this is a defect") }
    return AnswerParties(draft: draft, ca: ca, responder: responder, certificate: certificate)
  }

  /// The answer as a stranger sees it.
  private func readBack(
    _ basic: OCSPBasicResponse, by responder: DraftIssuer
  ) throws(CeremonyError) -> OCSPResponseData {
    do {
      guard case .successful(let read) = try OCSPResponse(der: OCSPResponse.successful(basic).derEncoded),
        read.data.derBytes == basic.data.derBytes, read.certificates == basic.certificates,
        try read.isSigned(by: PublicKey(responder.tbs.subjectPublicKeyInfo))
      else { throw CeremonyError(.refused, "the answer reads back as another one, or does not verify") }
      return read.data
    } catch let error as CeremonyError { throw error } catch {
      throw CeremonyError(.refused, "the answer cannot be read back: \(error)")
    }
  }
}

/// Whom an answer is by, for and about.
private struct AnswerParties: Sendable {
  let draft: AnswerDraft
  let ca: DraftIssuer
  let responder: DraftIssuer
  let certificate: DraftIssuer

  var areMade: Bool { [ca, responder, certificate].allSatisfy { $0.certificate != nil } }

  var data: OCSPResponseData {
    get throws(CeremonyError) { try draft.data(ca, responder: responder, certificate: certificate) }
  }

  func evidence(
    _ data: OCSPResponseData, key: KeyIdentity?, in room: isolated CeremonyRoom
  ) throws(CeremonyError) -> OCSPAnswerEvidence {
    try draft.evidence(
      data, ca: ca, responder: responder, certificate: certificate, key: key, web: room.script.web,
      now: room.clock.now())
  }

  /// For the record.
  var items: [EvidenceItem] {
    let named: [(String, [UInt8]?)] = [
      ("issuerCertificate", ca.certificate?.derBytes),
      ("signerCertificate", draft.order.responder == nil ? nil : responder.certificate?.derBytes),
      ("certificate", certificate.certificate?.derBytes), ("list", draft.list?.derBytes),
    ]
    return named.compactMap { name, bytes in bytes.map { EvidenceItem(name, $0) } }
  }
}
