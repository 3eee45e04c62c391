public import Evidence
public import X509

/// What the ceremony's script says of a CA besides what stands in its certificate.
public struct CAPlan: Sendable {
  /// The CA is to serve websites: the Baseline Requirements of the CA/Browser Forum hold.
  public let isForWebsites: Bool
  /// The CA belongs to the organisation that runs its issuer.
  public let isAffiliated: Bool
  /// For a cross-certificate: the certificate that the CA has already.
  public let existing: TBSCertificate?
  /// The key is not on the ceremony's token: somebody asks for a certificate over it, as for every cross-certificate.
  public let isKeyElsewhere: Bool
  /// Whether such a key signed the request, or a certificate of its own.
  public let possession: Truth

  public init(
    isForWebsites: Bool = false, isAffiliated: Bool = true, existing: TBSCertificate? = nil,
    isKeyElsewhere: Bool = false, possession: Truth = .unknown
  ) {
    self.isForWebsites = isForWebsites
    self.isAffiliated = isAffiliated
    self.existing = existing
    self.isKeyElsewhere = isKeyElsewhere
    self.possession = possession
  }
}

/// A CA's certificate beside its issuer's and what was planned: what the rules of ceremonies look at.
public struct PlannedCA: Sendable {
  let chain: CertificateChain
  let plan: CAPlan

  var content: CertificateContent { chain.content }
}

extension PlannedCA: Scoped {
  public var scope: RuleScope? { chain.scope }
}

/// All that is known when a ceremony decides whether to sign one certificate of a CA, or of whom it lets speak about status.
public struct CACertificateEvidence: Sendable {
  public enum Kind: Sendable, Hashable {
    case root
    /// A CA below the root that issues to subjects.
    case issuing
    /// A CA below another one that issues to CAs alone.
    case intermediate
    /// A CA that has a certificate already.
    case cross
    case ocspResponder
    case crlSigner

    var purpose: CertificatePurpose {
      switch self {
      case .root: .rootCA
      case .issuing: .issuingCA
      case .intermediate: .intermediateCA
      case .cross: .crossCA
      case .ocspResponder: .ocspResponder
      case .crlSigner: .crlSigner
      }
    }
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
  /// The ceremony's script has the new CA key backed up under a wrapping key, so that it is extractable.
  public let leavesWrapped: Bool
  public let plan: CAPlan
  public let demo: Bool
  public let terms: JudgingTerms
  public let now: Instant

  /// `tbs` is the reading of `tbsCertificate`. For a root, `issuer` is left nil: it is the root itself.
  public init(
    kind: Kind, tbsCertificate: [UInt8], tbs: TBSCertificate, subjectKey: KeyFacts,
    issuer: IssuerFacts?, issuerKey: KeyIdentity, attestedKey: AttestedKey?, leavesWrapped: Bool = false,
    plan: CAPlan = CAPlan(), demo: Bool, terms: JudgingTerms, now: Instant
  ) {
    self.tbsCertificate = tbsCertificate
    content = CertificateContent(
      purpose: kind.purpose, tbs: tbs, subjectKey: subjectKey, demo: demo, issuedAt: now)
    self.issuer = issuer ?? IssuerFacts(certificate: tbs, publicKey: subjectKey)
    self.issuerKey = issuerKey
    self.attestedKey = attestedKey
    self.leavesWrapped = leavesWrapped
    self.plan = plan
    self.demo = demo
    self.terms = terms
    self.now = now
  }

  var planned: PlannedCA { PlannedCA(chain: chain, plan: plan) }

  var chain: CertificateChain { CertificateChain(content: content, issuer: issuer, signingKey: issuerKey) }

  /// A key that is elsewhere is judged by the people there; what it shows here is possession.
  var origin: KeyOrigin {
    KeyOrigin(
      scope: scope, demand: plan.isKeyElsewhere ? .none : .caKey, certifiedKey: content.subjectKey.spkiSHA256,
      attested: attestedKey, device: nil,
      leavesWrapped: leavesWrapped, demo: demo, now: now)
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
