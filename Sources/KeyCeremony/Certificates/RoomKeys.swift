internal import Attestation
internal import Cryptography
internal import DER
internal import Evidence
internal import TokenPool
internal import X509

/// Keys and certificates of this ceremony and of earlier ones, as steps name them.
extension CeremonyRoom {
  /// The key with this label on the present step's token, with what the token says of it now.
  ///
  /// - Parameter protection: the choice on record; what the token says must agree with it.
  func readKey(
    label: String, _ protection: KeyProtection = .neverExtractable
  ) async throws(CeremonyError) -> MadeKey {
    let token = try token
    let pair = try await token.keyPair(label: label)
    let attributes = try await token.attributes(of: pair)
    // A key that never leaves is for the gates to judge; that one may leave is no choice of the gates'.
    if protection == .underTrustedWrapping {
      let unmet = KeyRequirement.unmet(attributes, KeyRequirement.restored(protection))
      guard unmet.isEmpty else {
        throw CeremonyError(
          .refused, "the key \(label) is not one under wrapped backup: \(unmet.joined(separator: "; "))",
          hint: "name the protection that its generation has on record")
      }
    }
    return try MadeKey(pair, PKCS11Attributes(readLive: attributes), label: label, protection)
  }

  /// Notes the problem that a label or a CKA_ID is taken on the present step's token.
  func requireFree(label: String, ckaID: [UInt8]) async throws(CeremonyError) {
    if try await token.hasObject(label: label, id: ckaID) {
      problem(
        "label",
        "\(label), or the CKA_ID \(Hex.encode(ckaID)), is on the token already: choose others, or another token")
    }
  }

  /// A key that was generated earlier is the one of its generation (EN 319 411-1 GEN-6.5.1-13B).
  private func requireKey(_ label: String, of file: String, is spki: [UInt8]) throws(CeremonyError) {
    let text = String(decoding: try FilePath.read(path(file)), as: UTF8.self)
    guard (try? PEM(text, label: "PUBLIC KEY"))?.bytes == spki else {
      throw CeremonyError(.refused, "the key \(label) on the token is not the one in \(file)")
    }
  }

  /// The certificate that a CA has already, where a step of this ceremony makes it.
  func existing(_ order: CertificateOrder) throws(CeremonyError) -> DraftIssuer? {
    if case .step(let id)? = order.existing { try certificate(of: id) } else { nil }
  }

  /// The key that a certificate will be over.
  func key(_ order: CertificateOrder) async throws(CeremonyError) -> DraftKey {
    guard let existing = try existing(order) else { return try await key(order.key) }
    let info = existing.tbs.subjectPublicKeyInfo
    guard existing.certificate == nil, let kind = PlaceholderKey.kind(of: info) else {
      return try DraftKey(elsewhere: info)
    }
    return DraftKey(placeholder: kind)
  }

  /// The key that a step names; before it is made, a placeholder.
  func key(_ source: KeySource) async throws(CeremonyError) -> DraftKey {
    switch source {
    case .step(let id):
      if let made = keys[id] { return try DraftKey(made) }
      if let kind = script.steps[...].keyStep(id)?.kind { return DraftKey(placeholder: kind) }
      throw CeremonyError(.refused, "step \(id) makes no key; this is a defect")
    case .token(let label, let file, let protection):
      let key = try await readKey(label: label, protection)
      if let file { try requireKey(label, of: file, is: key.facts.spki) }
      return try DraftKey(key)
    case .request, .certificate:
      guard let key = check.elsewhere[presentStep.id] else {
        throw CeremonyError(.refused, "step \(presentStep.id) was not checked; this is a defect")
      }
      return key
    }
  }

  /// The certificate that a step names: of a file, as it was read when the script was checked, or of a step.
  /// `part` tells the signers of one step apart.
  func issuer(_ source: SignerSource?, _ part: String = "") throws(CeremonyError) -> DraftIssuer? {
    switch source {
    case nil: return nil
    case .step(let id): return try certificate(of: id)
    case .file: return check.issuers[presentStep.id + part]
    }
  }

  /// What a step made, or will make.
  func certificate(of step: String) throws(CeremonyError) -> DraftIssuer {
    do {
      if let object = objects[step] { return DraftIssuer(try Certificate(der: object)) }
      if let prepared = certificates[step] {
        return DraftIssuer(placeholder: try TBSCertificate(der: prepared.linted))
      }
      // A step that an interrupted run began is prepared when it is carried on, after all others.
      if let object = earlier[step]?.signedObject { return DraftIssuer(try Certificate(der: object)) }
      if let placeholder = check.provisional[step] { return DraftIssuer(placeholder: placeholder) }
    } catch { throw CeremonyError(.refused, "the certificate of step \(step) cannot be read: \(error)") }
    throw CeremonyError(.refused, "step \(step) was not prepared; this is a defect")
  }

  /// The signing key on the present step's token; its public key must be that of the certificate. Nil before it is made.
  func signer(
    _ source: SignerSource, _ member: String, _ part: String = ""
  ) async throws(CeremonyError) -> KeyIdentity? {
    let identity: KeyIdentity
    switch source {
    case .step(let id):
      guard let key = script.steps[...].certificateStep(id)?.order.key else { return nil }
      switch key {
      case .step(let maker):
        guard let made = keys[maker] else { return nil }
        identity = made.identity
      case .token(let label, _, _): identity = try await token.keyPair(label: label).identity
      case .request, .certificate: return nil
      }
    case .file(_, let label):
      do throws(CeremonyError) {
        identity = try await token.keyPair(label: label).identity
      } catch {
        // A step before this one makes or restores it.
        guard isMade(label: label, before: presentStep) else { throw error }
        return nil
      }
    }
    // A certificate that is not made yet may hold a placeholder while its key is there already.
    guard let certificate = try issuer(source, part)?.certificate else { return nil }
    let certified = certificate.tbsCertificate.subjectPublicKeyInfo.derBytes
    guard Hash.digest(certified) == identity.spkiSHA256 else {
      problem(member, source.mismatch)
      return nil
    }
    return identity
  }
}

extension CeremonyRoom.MadeKey {
  /// The key as it is now, with what the token says of it. Throws where its public half cannot be used.
  init(
    _ pair: CeremonyKeyPair, _ statement: PKCS11Attributes, label: String,
    _ protection: KeyProtection = .neverExtractable
  ) throws(CeremonyError) {
    do {
      let key = try PublicKey(spki: pair.spki)
      facts = KeyFacts(examining: try SubjectPublicKeyInfo(der: key.facts.spki))
    } catch {
      throw CeremonyError(.token, "the token's public key of \(label) cannot be used: \(error)")
    }
    identity = pair.identity
    attested = statement.appraise()
    self.statement = statement.statement.canonicalBytes()
    self.protection = protection
  }
}
