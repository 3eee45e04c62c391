internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import TokenPool
internal import X509

/// The key that a certificate or a request is over, as far as it is known.
struct DraftKey: Sendable {
  let info: SubjectPublicKeyInfo
  let facts: KeyFacts
  /// The claims about a key on the token; nil for one that is elsewhere.
  let attested: AttestedKey?
  /// The attributes that were read back, canonical JSON; nil for one that is elsewhere, or not made yet.
  let statement: [UInt8]?
  let isPlaceholder: Bool
  /// The key is backed up under a wrapping key, so that it is extractable.
  let leavesWrapped: Bool

  /// Stands for a key that a step will make.
  init(placeholder kind: KeyPairKind) {
    info = PlaceholderKey.publicKeyInfo(kind)
    facts = PlaceholderKey.facts(kind)
    attested = PlaceholderKey.attested(facts)
    statement = nil
    isPlaceholder = true
    leavesWrapped = false
  }

  /// A key on the token.
  init(_ key: CeremonyRoom.MadeKey) throws(CeremonyError) {
    do { info = try SubjectPublicKeyInfo(der: key.facts.spki) } catch {
      throw CeremonyError(.token, "the token's public key cannot be used: \(error)")
    }
    facts = key.facts
    attested = key.attested
    statement = key.statement
    isPlaceholder = false
    leavesWrapped = key.protection == .underTrustedWrapping
  }

  /// A key that was on the token, by what stands on record of it.
  ///
  /// - Parameter protection: the script's word of a key that was on the token before; nil for one that a step made, whose
  ///   attributes are compared with that step.
  init(_ info: SubjectPublicKeyInfo, attested: AttestedKey, _ protection: KeyProtection?) {
    self.info = info
    facts = KeyFacts(examining: info)
    self.attested = attested
    statement = nil
    isPlaceholder = false
    leavesWrapped = protection.map { $0 == .underTrustedWrapping } ?? (attested[.extractableWrapped].value == .yes)
  }

  /// A key that is elsewhere, from a request or a certificate. It is examined for known weaknesses.
  init(elsewhere info: SubjectPublicKeyInfo) throws(CeremonyError) {
    self.info = info
    do {
      // The reader of keys first: what it refuses is no key at all.
      _ = try PublicKey(info)
      facts = KeyFacts(examining: info)
    } catch { throw CeremonyError(.refused, "the key cannot be used: \(error)") }
    attested = nil
    statement = nil
    isPlaceholder = false
    leavesWrapped = false
  }
}

extension CertificateDraft {
  /// Stands for the serial number until the token has drawn one.
  static let placeholderSerial: Evidence.SerialNumber = {
    guard let serial = Evidence.SerialNumber(magnitude: [1] + [UInt8](repeating: 0x5A, count: 16)) else {
      preconditionFailure("17 octets are a serial number")
    }
    return serial
  }()

  /// What the gates say of the certificate before it is made.
  func lint(_ tbs: TBSCertificate, key: DraftKey, demo: Bool, now: Instant) throws(CeremonyError) -> Evaluation {
    CACertificateGates.evaluate(try evidence(tbs, key: key, signer: nil, demo: demo, now: now))
  }

  /// The certificate as the gates judge it. `signer` is the signing key on the token, where it was looked up.
  func evidence(
    _ tbs: TBSCertificate, key: DraftKey, signer: KeyIdentity?, demo: Bool, now: Instant
  ) throws(CeremonyError) -> CACertificateEvidence {
    let issuer = try issuer?.facts()
    let expected = issuer?.publicKey ?? key.facts
    return CACertificateEvidence(
      kind: kind, tbsCertificate: tbs.derBytes, tbs: tbs, subjectKey: key.facts, issuer: issuer,
      issuerKey: signer ?? KeyIdentity(ckaID: [], spkiSHA256: expected.spkiSHA256), attestedKey: key.attested,
      leavesWrapped: key.leavesWrapped, plan: plan, demo: demo, terms: JudgingTerms(baseline: .etsi2026), now: now)
  }
}

extension DraftIssuer {
  /// Certificate and key as the gates see them. A placeholder's key is as good as the real one will have to be.
  func facts() throws(CeremonyError) -> IssuerFacts {
    let info = tbs.subjectPublicKeyInfo
    if certificate == nil, let kind = PlaceholderKey.kind(of: info) {
      return IssuerFacts(certificate: tbs, publicKey: PlaceholderKey.facts(kind))
    }
    do {
      return IssuerFacts(certificate: tbs, publicKey: try PublicKey(spki: info.derBytes).facts)
    } catch {
      throw CeremonyError(.refused, "the key in the issuer's certificate cannot be used: \(error)")
    }
  }
}
