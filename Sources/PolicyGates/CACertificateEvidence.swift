public import Evidence
public import X509

/// All that is known when a ceremony decides whether to sign one CA certificate.
public struct CACertificateEvidence: Sendable {
  public enum Kind: Sendable, Hashable {
    case root
    /// A CA below the root that issues to subjects.
    case issuing
  }

  /// Exactly what is to be signed.
  public let tbsCertificate: [UInt8]
  public let content: CertificateContent
  /// For a root: the root itself.
  public let issuer: IssuerFacts
  /// The signing key on the token: the root's own, or the parent's.
  public let issuerKey: KeyIdentity
  /// The claims about the new CA key, its attributes read back from the token.
  public let attestedKey: AttestedKey?
  public let demo: Bool
  public let terms: JudgingTerms
  public let now: Instant

  /// `tbs` is the reading of `tbsCertificate`. For a root, `issuer` is left nil: it is the root itself.
  public init(
    kind: Kind, tbsCertificate: [UInt8], tbs: TBSCertificate, subjectKey: KeyFacts,
    issuer: IssuerFacts?, issuerKey: KeyIdentity, attestedKey: AttestedKey?, demo: Bool, terms: JudgingTerms,
    now: Instant
  ) {
    self.tbsCertificate = tbsCertificate
    content = CertificateContent(
      purpose: kind == .root ? .rootCA : .issuingCA, tbs: tbs, subjectKey: subjectKey, demo: demo,
      issuedAt: now)
    self.issuer = issuer ?? IssuerFacts(certificate: tbs, publicKey: subjectKey)
    self.issuerKey = issuerKey
    self.attestedKey = attestedKey
    self.demo = demo
    self.terms = terms
    self.now = now
  }

  var chain: CertificateChain { CertificateChain(content: content, issuer: issuer, signingKey: issuerKey) }

  var origin: KeyOrigin {
    KeyOrigin(
      scope: scope, demand: .caKey, certifiedKey: content.subjectKey.spkiSHA256, attested: attestedKey, device: nil,
      demo: demo, now: now)
  }
}

extension CACertificateEvidence: GatedEvidence {
  var key: KeyIdentity { issuerKey }
  var scheme: SignatureScheme? { content.scheme }
  var publicKey: [UInt8] { issuer.publicKey.spki }
  var messages: [[UInt8]] { [tbsCertificate] }
}

extension CACertificateEvidence: Scoped {
  public var scope: RuleScope? { content.scope }
}
