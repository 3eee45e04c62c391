internal import Cryptography
internal import Documents
internal import Evidence
internal import PolicyGates
internal import Records
internal import TokenPool
internal import X509

/// Signs a list of revoked certificates.
struct CertificateListStep: SigningStep {
  static let verb = "ca-crl"

  let head: StepHead
  let order: ListOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = try ListOrder(&fields)
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    order.issuer.referenceProblem("issuer", earlier: earlier)
      ?? order.signer?.referenceProblem("signer", earlier: earlier)
  }

  var plan: [PlanLine] { order.plan }

  func check(_ check: inout ScriptCheck) {
    check.claimOutput("output.crl", order.file)
    guard let draft = check.listDraft(order) else { return }
    check.lists[id] = draft
    let ca = check.issuer(order.issuer, of: id)
    let signer = order.signer == nil ? ca : check.issuer(order.signer, of: "\(id)/signer", "signer")
    // Of certificates that only the token can tell, the list is judged when that is open.
    guard let ca, let signer else { return }
    do throws(CeremonyError) {
      let tbs = try draft.tbs(ca, signer: signer)
      let evidence = try draft.evidence(
        tbs, ca: ca, signer: signer, key: nil, web: check.script.web, now: check.now)
      check.report(CAListGates.evaluate(evidence), "list")
    } catch {
      check.problem("list", error.message)
    }
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let (draft, ca, signer) = try parties(in: room)
    let key = try await room.signer(order.signer ?? order.issuer, member, part)
    let tbs = try draft.tbs(ca, signer: signer)
    let evidence = try draft.evidence(
      tbs, ca: ca, signer: signer, key: key, web: room.script.web, now: room.clock.now())
    room.requireAdmission(CAListGates.evaluate(evidence), "list")
    if signer.certificate != nil, ca.certificate != nil { room.keep(linted: tbs.derBytes) }
  }

  /// Approvals are for these very bytes, but where the CA is made in the same ceremony.
  func inputs(in room: isolated CeremonyRoom) -> [String: JSONValue] { room.lintedInputs(of: id) }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let (draft, ca, signer) = try parties(in: room)
    guard let key = try await room.signer(order.signer ?? order.issuer, member, part) else {
      throw CeremonyError(.refused, "the key that signs for step \(id) is not on the token")
    }
    let tbs = try draft.tbs(ca, signer: signer)
    try room.requireLinted(tbs.derBytes)
    for one in order.numbersAlone {
      room.say("by number alone, and not compared with a certificate: \(one.number) (\(one.why))")
    }
    let (web, now) = (room.script.web, room.clock.now())
    let evidence = try draft.evidence(tbs, ca: ca, signer: signer, key: key, web: web, now: now)
    let items = draft.items(ca: ca, signer: order.signer == nil ? nil : signer)
    let task = SigningTask(
      name: "list \(order.number) of \(tbs.issuer)", title: "list \(order.number)", issuer: tbs.issuer.description,
      serial: nil, subjectKey: nil,
      toBeSigned: EvidenceItem("tbsCertList", tbs.derBytes), evidence: items, isRepeatable: true)
    let object = try await room.sign(CAListGates.decide(evidence), task) { signed throws(CeremonyError) in
      let list = CertificateList(tbs: tbs, signature: try signed.signature(over: tbs.derBytes))
      let read = try readBack(list, by: signer)
      let again = try draft.evidence(read.tbsCertList, ca: ca, signer: signer, key: key, web: web, now: now)
      try CAListGates.evaluate(again).requireAdmitted(task.name)
      return read.derBytes
    }
    try await write(object, in: room)
    try await room.done()
  }

  /// Who signs, in the script and among the certificates that the check read.
  private var member: String { order.signer == nil ? "issuer.key-label" : "signer.key-label" }
  private var part: String { order.signer == nil ? "" : "/signer" }

  private func parties(
    in room: isolated CeremonyRoom
  ) throws(CeremonyError) -> (ListDraft, ca: DraftIssuer, signer: DraftIssuer) {
    guard let draft = room.check.lists[id], let ca = try room.issuer(order.issuer),
      let signer = order.signer == nil ? ca : try room.issuer(order.signer, "/signer")
    else { throw CeremonyError(.refused, "step \(id) was not checked; this is a defect") }
    return (draft, ca, signer)
  }

  /// The list as a stranger sees it.
  private func readBack(_ list: CertificateList, by signer: DraftIssuer) throws(CeremonyError) -> CertificateList {
    do {
      let read = try CertificateList(der: list.derBytes)
      let key = try PublicKey(signer.tbs.subjectPublicKeyInfo)
      guard read.tbsCertList.derBytes == list.tbsCertList.derBytes, try read.isSigned(by: key) else {
        throw CeremonyError(.refused, "the list reads back as another one, or does not verify")
      }
      return read
    } catch let error as CeremonyError { throw error } catch {
      throw CeremonyError(.refused, "the list cannot be read back: \(error)")
    }
  }

  func write(_ object: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError) {
    room.keep(object)
    guard order.file.hasSuffix(".pem") else { return try await room.output(order.file, object) }
    let pem: String
    do { pem = try CertificateList(der: object).pem } catch {
      throw CeremonyError(.refused, "the list cannot be read back: \(error)")
    }
    try await room.output(order.file, Array(pem.utf8))
  }
}

extension ScriptCheck {
  /// Reads the files that a list is made of; nil with a problem on the list where that fails.
  fileprivate mutating func listDraft(_ order: ListOrder) -> ListDraft? {
    let before = problems.count
    var previous: CertificateList?
    if let name = order.previousFile { previous = list("previous", name) }
    let revoked = order.revoked.enumerated().map { index, entry -> Certificate? in
      guard case .certificate(let file) = entry.revoked else { return nil }
      return certificate("revoked[\(index)].certificate", file)
    }
    let dropped = order.droppedFiles.enumerated().compactMap { index, file in certificate("drop[\(index)]", file) }
    guard problems.count == before else { return nil }
    return ListDraft(order: order, start: now, previous: previous, revoked: revoked, dropped: dropped)
  }

  /// Reads a list in PEM or DER.
  mutating func list(_ member: String, _ name: String) -> CertificateList? {
    do {
      let bytes = try FilePath.read(path(name))
      return bytes.starts(with: Array("-----".utf8))
        ? try CertificateList(pem: String(decoding: bytes, as: UTF8.self)) : try CertificateList(der: bytes)
    } catch let error as CeremonyError {
      problem(member, error.message)
    } catch {
      problem(member, "\"\(name)\" is no list of revoked certificates: \(error)")
    }
    return nil
  }
}
