internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import TokenPool
internal import X509

/// What the certificate steps share: draw a serial, lint, sign behind the gates, verify, lint again, write.
extension CeremonyRoom {
  /// A certificate that was linted, with a placeholder for a key that is not made yet, ready to be made.
  struct PreparedCertificate: Sendable {
    let draft: CertificateDraft
    let serial: Evidence.SerialNumber
    /// The to-be-signed bytes that were linted.
    let linted: [UInt8]
    /// Whether the linted bytes hold a placeholder, of the key or of the issuer's.
    let isProvisional: Bool

    /// What approvals are given for.
    var inputs: [String: JSONValue] {
      let bytes: [String: JSONValue] = isProvisional ? [:] : ["toBeSigned": .string(Hash.digest(linted).hex)]
      return bytes.merging(["serial": .string(serial.hex)]) { own, _ in own }
    }
  }

  /// Draws the serial number and lints the certificate with it, before the first key is made.
  func prepareCertificate(_ order: CertificateOrder) async throws(CeremonyError) {
    guard let unissued = check.drafts[presentStep.id] else {
      throw CeremonyError(.refused, "step \(presentStep.id) was not checked; this is a defect")
    }
    let draft = unissued.settled(issuer: try issuer(order.issuer), existing: try existing(order))
    if let source = order.issuer { _ = try await signer(source, "issuer.key-label") }
    let key = try await key(order)
    // 128 random bits behind a one: positive, and of the same length for every certificate.
    guard let serial = Evidence.SerialNumber(magnitude: [1] + (try await token.random(16))) else {
      throw CeremonyError(.token, "the token's random bytes make no serial number")
    }
    let tbs = try draft.tbs(serial: serial, key: key.info)
    let evaluation = try draft.lint(tbs, key: key, demo: script.demo, now: clock.now())
    for finding in evaluation.findings where finding.severity == .error { problem("profile", finding.description) }
    keep(
      PreparedCertificate(
        draft: draft, serial: serial, linted: tbs.derBytes,
        isProvisional: key.isPlaceholder || (draft.issuer.map { $0.certificate == nil } ?? false)))
  }

  /// Makes the certificate of the present step.
  func issueCertificate(_ order: CertificateOrder) async throws(CeremonyError) {
    guard let prepared = certificates[presentStep.id] else {
      throw CeremonyError(.refused, "step \(presentStep.id) was not prepared; this is a defect")
    }
    let key = try await key(order)
    let draft = prepared.draft.settled(issuer: try issuer(order.issuer), existing: try existing(order))
    let tbs = try prepared.tbs(draft, key)
    let evidence = try draft.evidence(
      tbs, key: key, signer: try await signingKey(order), demo: script.demo, now: clock.now())
    var items = key.statement.map { [EvidenceItem("attestation", $0)] } ?? []
    if let issuer = draft.issuer?.certificate { items.append(EvidenceItem("issuerCertificate", issuer.derBytes)) }
    if let existing = try existing(order)?.certificate ?? check.existingCertificates[presentStep.id] {
      items.append(EvidenceItem("existingCertificate", existing.derBytes))
    }
    if let request = check.requests[presentStep.id] { items.append(EvidenceItem("request", request)) }
    let task = SigningTask(
      name: tbs.subject.description, title: tbs.subject.values(of: .commonName).first?.text ?? "the certificate",
      issuer: tbs.issuer.description, serial: prepared.serial,
      subjectKey: key.facts.spkiSHA256, toBeSigned: EvidenceItem("tbsCertificate", tbs.derBytes), evidence: items,
      isRepeatable: false)
    let (demo, now) = (script.demo, clock.now())
    let object = try await sign(CACertificateGates.decide(evidence), task) { signed throws(CeremonyError) in
      let certificate = try draft.assemble(tbs, try signed.signature(over: tbs.derBytes), at: now)
      try draft.lint(certificate.tbsCertificate, key: key, demo: demo, now: now).requireAdmitted(task.name)
      return certificate.derBytes
    }
    try await writeCertificate(object, to: order.certificateFile)
    try await done()
  }

  /// Looked up again: between the checks and now the token may have been another's.
  private func signingKey(_ order: CertificateOrder) async throws(CeremonyError) -> KeyIdentity {
    let identity: KeyIdentity? =
      switch (order.issuer, order.key) {
      case (let issuer?, _): try await signer(issuer, "issuer.key-label")
      case (nil, .step(let id)): keys[id]?.identity
      case (nil, .token(let label, _, _)): try await token.keyPair(label: label).identity
      case (nil, _): nil
      }
    guard let identity else {
      throw CeremonyError(.refused, "the signing key of step \(presentStep.id) is not on the token")
    }
    return identity
  }

  func writeCertificate(_ object: [UInt8], to file: String) async throws(CeremonyError) {
    keep(object)
    let pem: String
    do { pem = try Certificate(der: object).pem } catch {
      throw CeremonyError(.refused, "the certificate cannot be read back: \(error)")
    }
    try await output(file, Array(pem.utf8))
  }
}

extension CeremonyRoom.PreparedCertificate {
  /// The certificate with the real keys: byte for byte what was linted but for them.
  fileprivate func tbs(_ draft: CertificateDraft, _ key: DraftKey) throws(CeremonyError) -> TBSCertificate {
    do {
      let tbs = try draft.tbs(serial: serial, key: key.info)
      let before = try TBSCertificate(der: linted)
      guard try (isProvisional ? tbs.replacingKeys(with: before) : tbs.derBytes) == linted else {
        throw CeremonyError(.refused, "the certificate differs from its draft in more than keys; nothing was signed")
      }
      return tbs
    } catch let error as CeremonyError {
      throw error
    } catch {
      throw CeremonyError(.refused, "the certificate cannot be built: \(error)")
    }
  }
}

extension CertificateDraft {
  /// Puts the certificate together and looks at the result as a stranger would, before it is put on record.
  fileprivate func assemble(
    _ tbs: TBSCertificate, _ signature: [UInt8], at now: Instant
  ) throws(CeremonyError) -> Certificate {
    do {
      let certificate = Certificate(tbs: tbs, signatureAlgorithm: tbs.signature, signature: signature)
      let read = try Certificate(der: certificate.derBytes)
      guard read.tbsCertificate.derBytes == tbs.derBytes, read.algorithmsAgree else {
        throw CeremonyError(.refused, "the certificate reads back as another one")
      }
      _ = try CertificatePath.build(
        leaf: read, intermediates: [], anchors: [issuer?.certificate ?? read],
        at: max(notBefore, min(now, notAfter)))
      return read
    } catch let error as CeremonyError {
      throw error
    } catch {
      throw CeremonyError(.refused, "the certificate does not verify: \(error)")
    }
  }
}
