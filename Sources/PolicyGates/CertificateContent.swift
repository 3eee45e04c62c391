public import DER
public import Evidence
public import X509

/// What a certificate is for: it decides which rules say anything about it.
public enum CertificatePurpose: Sendable, Hashable {
  case subject(CertificatePolicy)
  case rootCA
  /// A CA below another one that issues to subjects.
  case issuingCA
  /// A CA below another one that issues to CAs alone.
  case intermediateCA
  /// A CA that has a certificate already: the same subject and key under another issuer.
  case crossCA
  /// A delegated OCSP responder.
  case ocspResponder
  /// Who signs certificate lists in a CA's place.
  case crlSigner

  /// The policy that a subject certificate claims; nil for a CA's or a responder's.
  public var policy: CertificatePolicy? {
    if case .subject(let policy) = self { policy } else { nil }
  }

  public var scope: RuleScope {
    switch self {
    case .subject(let policy): RuleScope(policy)
    case .rootCA: .rootCA
    case .issuingCA: .issuingCA
    case .intermediateCA: .intermediateCA
    case .crossCA: .crossCA
    case .ocspResponder: .ocspResponder
    case .crlSigner: .crlSigner
    }
  }
}

/// A certificate to be signed, read, with what its own bytes cannot say: all that the profile rules look at.
public struct CertificateContent: Sendable {
  public let purpose: CertificatePurpose
  public let tbs: TBSCertificate
  public let subjectKey: KeyFacts
  /// What the TBS's signature field asks for; nil where that is no scheme that we make.
  public let scheme: SignatureScheme?
  /// The configuration says that nothing here is for real.
  public let demo: Bool
  /// When the certificate is issued.
  public let issuedAt: Instant
  /// Whom the certificate is about, as its policy fixes it, or else as the caller declared it. Nil where neither says:
  /// nothing is guessed from the name.
  public let subjectKind: SubjectKind?
  /// The identifiers that the register of CPs maps to the declared policy: one of them can stand in its place.
  public let tspPolicies: Set<ObjectIdentifier>
  /// The register of CPs; nil in a lint that was given none.
  public let policyRegister: PolicyRegister?
  /// What the CA runs; nil where nobody says.
  public let statusServices: StatusServices?
  private let decoded: [ObjectIdentifier: any Sendable]

  public init(
    purpose: CertificatePurpose, tbs: TBSCertificate, subjectKey: KeyFacts, demo: Bool, issuedAt: Instant,
    subjectKind: SubjectKind? = nil, tspPolicies: Set<ObjectIdentifier> = [], statusServices: StatusServices? = nil,
    policyRegister: PolicyRegister? = nil
  ) {
    self.purpose = purpose
    self.tbs = tbs
    self.subjectKey = subjectKey
    scheme = SignatureScheme(tbs.signature)
    self.demo = demo
    self.issuedAt = issuedAt
    self.subjectKind = purpose.policy?.fixedSubjectKind ?? subjectKind
    self.policyRegister = policyRegister
    let own = (policyRegister?.entries ?? []).filter { $0.base == purpose.policy && $0.isInForce(at: issuedAt) }
    self.tspPolicies = tspPolicies.union(own.compactMap { ObjectIdentifier($0.oid) })
    self.statusServices = statusServices
    decoded = KnownExtension.decode(tbs)
  }

  /// The extension of a type, decoded.
  func extensionValue<Value: CertificateExtension>(_ type: Value.Type) -> ExtensionValue<Value> {
    decoded[type.oid] as? ExtensionValue<Value> ?? tbs.extensionValue(type)
  }

  var policy: CertificatePolicy? { purpose.policy }
  var isCA: Bool { RuleScope.cas.contains(purpose.scope) }

  /// Whether EN 319 412-2 rules the subject's name.
  var isOfNaturalPerson: Bool { subjectKind == .naturalPerson }
  /// Whether EN 319 412-3 rules the subject's name.
  var isOfLegalPerson: Bool { subjectKind == .legalPerson }

  /// The statements; nil where the extension is absent, repeated or malformed.
  var qcStatements: QCStatements? { extensionValue(QCStatements.self).value }

  /// True where neither a CRL nor OCSP can be found from the certificate.
  var hasNoRevocationPointer: Bool {
    extensionValue(CRLDistributionPoints.self).value == nil
      && (extensionValue(AuthorityInformationAccess.self).value?.uris(for: .ocspAccess) ?? []).isEmpty
  }

  var isValidityAssured: Bool { extensionValue(ValidityAssuredShortTerm.self).value != nil }
}

extension CertificateContent: Scoped {
  public var scope: RuleScope? { purpose.scope }
}

extension CertificatePolicy {
  /// Whom a certificate under the policy is about; nil where the policy leaves it open (EN 319 411-2 clause 5.1,
  /// EN 319 411-1 GEN-6.6.1-02).
  var fixedSubjectKind: SubjectKind? {
    switch self {
    case .qcpN, .qcpNQSCD: .naturalPerson
    case .qcpL, .qcpLQSCD: .legalPerson
    case .qevcpW, .qncpW, .qncpWGen, .ncp, .ncpPlus, .lcp, .evcp, .ovcp, .ivcp, .dvcp: nil
    }
  }
}

/// The CA that is to sign: its certificate and the key in it. For a root that is the certificate itself, still unsigned.
public struct IssuerFacts: Sendable {
  public let certificate: TBSCertificate
  public let publicKey: KeyFacts

  public init(certificate: TBSCertificate, publicKey: KeyFacts) {
    self.certificate = certificate
    self.publicKey = publicKey
  }
}

/// A certificate beside the one of its issuer: what the issuer rules look at.
public struct CertificateChain: Sendable {
  public let content: CertificateContent
  public let issuer: IssuerFacts
  /// The key on the token that is to sign; nil where nothing gets signed.
  public let signingKey: KeyIdentity?

  public init(content: CertificateContent, issuer: IssuerFacts, signingKey: KeyIdentity?) {
    self.content = content
    self.issuer = issuer
    self.signingKey = signingKey
  }
}

extension CertificateChain: Scoped {
  public var scope: RuleScope? { content.scope }
}
