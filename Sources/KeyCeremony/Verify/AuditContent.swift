internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import TokenPool
internal import X509

/// What a step should have signed by its script and the evidence on record, and what the gates make of it.
struct JudgedAgain {
  let expected: [UInt8]
  let evaluation: Evaluation
}

extension CeremonyStep {
  /// Nil where the record does not hold what it takes.
  func judgedAgain(_ signed: SignedIntent, script: Script, started: Instant) -> JudgedAgain? {
    let audit = ContentAudit(signed: signed, script: script, started: started)
    return switch self {
    case let step as any CertificateStep: try? audit.certificate(step.order)
    case let step as CertificateListStep: try? audit.list(step.order)
    case let step as OCSPResponseStep: try? audit.answer(step.order)
    case let step as any RequestStep: try? audit.request(step.order)
    default: nil
    }
  }
}

private struct ContentAudit {
  let signed: SignedIntent
  let script: Script
  let started: Instant

  private struct Missing: Error {}

  private var key: KeyIdentity { KeyIdentity(ckaID: signed.keyID, spkiSHA256: signed.key) }

  private func issuer(_ name: String) throws -> DraftIssuer {
    guard let certificate = signed.certificate(name) else { throw Missing() }
    return DraftIssuer(certificate)
  }

  func certificate(_ order: CertificateOrder) throws -> JudgedAgain {
    let tbs = try Certificate(der: signed.object.bytes).tbsCertificate
    guard let serial = Evidence.SerialNumber(magnitude: Array(tbs.serialNumber.bytes.drop { $0 == 0 })) else {
      throw Missing()
    }
    let existing = signed.certificate("existingCertificate")
    let request = try signed.item("request").map { try CertificationRequest(der: $0) }
    let isOfTheKey = request.map { $0.subjectPublicKeyInfo == tbs.subjectPublicKeyInfo } ?? false
    let isProven = isOfTheKey ? (try? request?.provesPossession()) ?? false : false
    let plan = CAPlan(
      isForWebsites: script.web, isAffiliated: !order.profile.isUnaffiliated,
      existing: order.kind == .cross ? existing?.tbsCertificate : nil, isKeyElsewhere: signed.attested == nil,
      possession: isProven ? .yes : existing?.selfSigned ?? .unknown)
    let draft = CertificateDraft(
      order.profile, kind: order.kind, plan: plan,
      issuer: order.issuer == nil ? nil : try issuer("issuerCertificate"), now: started)
    let subjectKey =
      try signed.attested.map {
        DraftKey(tbs.subjectPublicKeyInfo, attested: $0, order.key.protection)
      } ?? DraftKey(elsewhere: tbs.subjectPublicKeyInfo)
    let evidence = try draft.evidence(tbs, key: subjectKey, signer: key, demo: script.demo, now: signed.decidedAt)
    return JudgedAgain(
      expected: try draft.tbs(serial: serial, key: tbs.subjectPublicKeyInfo).derBytes,
      evaluation: CACertificateGates.evaluate(evidence))
  }

  func list(_ order: ListOrder) throws -> JudgedAgain {
    let ca = try issuer("issuerCertificate")
    let signer = order.signer == nil ? ca : try issuer("signerCertificate")
    let draft = ListDraft(
      order: order, start: started, previous: try signed.item("previousList").map { try CertificateList(der: $0) },
      revoked: try order.revoked.enumerated().map { index, entry in
        if case .certificate = entry.revoked { try certificate("revoked.\(index)") } else { nil }
      },
      dropped: try order.droppedFiles.indices.map { try certificate("dropped.\($0)") })
    let tbs = try CertificateList(der: signed.object.bytes).tbsCertList
    let evidence = try draft.evidence(
      tbs, ca: ca, signer: signer, key: key, web: script.web, now: signed.decidedAt)
    return JudgedAgain(
      expected: try draft.tbs(ca, signer: signer).derBytes, evaluation: CAListGates.evaluate(evidence))
  }

  func answer(_ order: AnswerOrder) throws -> JudgedAgain {
    guard case .successful(let basic) = try OCSPResponse(der: signed.object.bytes) else { throw Missing() }
    let (ca, certificate) = (try issuer("issuerCertificate"), try issuer("certificate"))
    let responder = order.responder == nil ? ca : try issuer("signerCertificate")
    let draft = AnswerDraft(
      order: order, start: started, list: try signed.item("list").map { try CertificateList(der: $0) })
    let evidence = try draft.evidence(
      basic.data, ca: ca, responder: responder, certificate: certificate, key: key, web: script.web,
      now: signed.decidedAt)
    return JudgedAgain(
      expected: try draft.data(ca, responder: responder, certificate: certificate).derBytes,
      evaluation: OCSPAnswerGates.evaluate(evidence))
  }

  func request(_ order: RequestOrder) throws -> JudgedAgain {
    let request = try CertificationRequest(der: signed.object.bytes)
    let existing = signed.certificate("existingCertificate")?.tbsCertificate
    guard (existing == nil) == (order.existing == nil) else { throw Missing() }
    let evidence = CertificationRequestEvidence(
      requestInfo: signed.message, request: request, key: key,
      subjectKey: KeyFacts(examining: request.subjectPublicKeyInfo), attestedKey: signed.attested,
      leavesWrapped: order.key.protection.map { $0 == .underTrustedWrapping }
        ?? (signed.attested?[.extractableWrapped].value == .yes), existing: existing,
      demo: script.demo, terms: JudgingTerms(baseline: .etsi2026), now: signed.decidedAt)
    return JudgedAgain(
      expected: order.info(request.subjectPublicKeyInfo, existing: existing),
      evaluation: CertificationRequestGates.evaluate(evidence))
  }

  private func certificate(_ name: String) throws -> Certificate {
    guard let certificate = signed.certificate(name) else { throw Missing() }
    return certificate
  }
}
