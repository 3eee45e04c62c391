internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import TokenPool
internal import X509

extension CertificateDraft {
  /// Stands for the serial number until the token has drawn one.
  static let placeholderSerial: Evidence.SerialNumber = {
    guard let serial = Evidence.SerialNumber(magnitude: [1] + [UInt8](repeating: 0x5A, count: 16)) else {
      preconditionFailure("17 octets are a serial number")
    }
    return serial
  }()

  /// What the gates say of the certificate before its key exists.
  func lint(
    serial: Evidence.SerialNumber, key: KeyPairKind, demo: Bool, now: Instant
  ) throws(CeremonyError) -> Evaluation {
    let facts = PlaceholderKey.facts(key)
    let tbs = try tbs(serial: serial, key: PlaceholderKey.publicKeyInfo(key))
    return CACertificateGates.evaluate(
      try evidence(
        tbs, subjectKey: facts, attested: PlaceholderKey.attested(facts), signer: nil, demo: demo, now: now))
  }

  /// The certificate as the gates judge it. `signer` is the CKA_ID of the signing key, where it is known.
  func evidence(
    _ tbs: TBSCertificate, subjectKey: KeyFacts, attested: AttestedKey, signer: [UInt8]?, demo: Bool, now: Instant
  ) throws(CeremonyError) -> CACertificateEvidence {
    let issuer = try issuerFacts()
    let signingKey = issuer?.publicKey ?? subjectKey
    return CACertificateEvidence(
      kind: issuer == nil ? .root : .issuing, tbsCertificate: tbs.derBytes, tbs: tbs, subjectKey: subjectKey,
      issuer: issuer,
      issuerKey: KeyIdentity(ckaID: signer ?? [], spkiSHA256: signingKey.spkiSHA256), attestedKey: attested,
      demo: demo, terms: JudgingTerms(baseline: .etsi2026), now: now)
  }

  /// The issuer's certificate and key; nil for a root.
  func issuerFacts() throws(CeremonyError) -> IssuerFacts? {
    guard case .certificate(let certificate) = issuer else { return nil }
    let tbs = certificate.tbsCertificate
    do {
      return IssuerFacts(
        certificate: tbs, publicKey: try PublicKey(spki: tbs.subjectPublicKeyInfo.derBytes).facts)
    } catch {
      throw CeremonyError(.refused, "the key in the issuer's certificate cannot be used: \(error)")
    }
  }
}
