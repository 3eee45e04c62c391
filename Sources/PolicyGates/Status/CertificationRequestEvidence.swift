public import Evidence
public import X509

/// All that is known when a ceremony decides whether a CA key of ours signs a request for a certificate of another CA.
public struct CertificationRequestEvidence: Sendable {
  /// The CertificationRequestInfo: exactly what is to be signed.
  public let requestInfo: [UInt8]
  /// The reading of these bytes; its signature is still to come.
  public let request: CertificationRequest
  public let key: KeyIdentity
  public let subjectKey: KeyFacts
  /// The claims about the key, its attributes read back from the token.
  public let attestedKey: AttestedKey?
  /// The ceremony's script has the key backed up under a wrapping key, so that it is extractable.
  public let leavesWrapped: Bool
  /// The certificate that the CA has already, if the request is for a cross-certificate.
  public let existing: TBSCertificate?
  public let demo: Bool
  public let terms: JudgingTerms
  public let now: Instant

  public init(
    requestInfo: [UInt8], request: CertificationRequest, key: KeyIdentity, subjectKey: KeyFacts,
    attestedKey: AttestedKey?, leavesWrapped: Bool = false, existing: TBSCertificate?, demo: Bool,
    terms: JudgingTerms, now: Instant
  ) {
    self.requestInfo = requestInfo
    self.request = request
    self.key = key
    self.subjectKey = subjectKey
    self.attestedKey = attestedKey
    self.leavesWrapped = leavesWrapped
    self.existing = existing
    self.demo = demo
    self.terms = terms
    self.now = now
  }

  /// A key that has a certificate was judged then, and may have been restored since.
  var origin: KeyOrigin {
    KeyOrigin(
      scope: .issuingCA, demand: existing == nil ? .caKey : .none, certifiedKey: subjectKey.spkiSHA256,
      attested: attestedKey, device: nil, leavesWrapped: leavesWrapped, demo: demo, now: now)
  }
}

extension CertificationRequestEvidence: Scoped {
  /// None: the rules on a CA key's origin are asked too, and these are written for certificates.
  public var scope: RuleScope? { nil }
}

extension CertificationRequestEvidence: GatedEvidence {
  static let gates: [Gate<CertificationRequestEvidence>] = [
    Gate(
      "Request",
      [
        RequestReadingIsWhatIsSigned(), RequestIsOfTheSigningKey(), RequestSignatureFitsKey(), RequestNamesASubject(),
        RequestExtensionsAreWellFormed(), RequestIsForACA(), CrossRequestIsOfTheCertifiedCA(),
      ]),
    Gate("KeyOrigin", of: { $0.origin }, OriginRules.key + [EvidenceIsFirstHand()]),
  ]

  var publicKey: [UInt8] { subjectKey.spki }
  var messages: [[UInt8]] { [requestInfo] }
  public var scheme: SignatureScheme? { SignatureScheme(request.signatureAlgorithm) }

  /// What the request asks for; nil where it asks for nothing, or cannot be read.
  var extensions: [Extension]? { (try? request.requestedExtensions()).flatMap { $0 } }
}

/// The gates of certification requests that a ceremony makes.
public enum CertificationRequestGates {
  /// A permit to sign the request, or every finding that stands against it.
  public static func decide(_ evidence: CertificationRequestEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: CertificationRequestEvidence) -> Evaluation {
    PolicyGates.evaluate(evidence)
  }
}
