public import Evidence
public import X509

/// All that is known when a ceremony decides whether to sign an answer about CA certificates, made ahead of the question.
public struct OCSPAnswerEvidence: Sendable {
  /// A certificate that is answered about.
  public struct Subject: Sendable {
    public let certificate: TBSCertificate
    /// Whether the CA's key verifies it.
    public let isSignedByTheCA: Truth
    /// The names that answers may have for it: they hold hashes, so they come from outside.
    public let names: [OCSPCertificateID]

    public init(certificate: TBSCertificate, isSignedByTheCA: Truth, names: [OCSPCertificateID]) {
      self.certificate = certificate
      self.isSignedByTheCA = isSignedByTheCA
      self.names = names
    }
  }

  /// The ResponseData: exactly what is to be signed.
  public let responseData: [UInt8]
  public let data: OCSPResponseData
  /// The CA that issued the certificates.
  public let issuer: TBSCertificate
  public let signer: StatusSigner
  /// What the answer may call its signer.
  public let signerNames: [OCSPResponderID]
  public let algorithm: AlgorithmIdentifier
  public let subjects: [Subject]
  /// The CA's newest list; nil where it has none.
  public let list: TBSCertList?
  public let isForWebsites: Bool
  public let terms: JudgingTerms
  public let now: Instant

  /// `data` is the reading of `responseData`.
  public init(
    responseData: [UInt8], data: OCSPResponseData, issuer: TBSCertificate, signer: StatusSigner,
    signerNames: [OCSPResponderID], algorithm: AlgorithmIdentifier, subjects: [Subject], list: TBSCertList?,
    isForWebsites: Bool, terms: JudgingTerms, now: Instant
  ) {
    self.responseData = responseData
    self.data = data
    self.issuer = issuer
    self.signer = signer
    self.signerNames = signerNames
    self.algorithm = algorithm
    self.subjects = subjects
    self.list = list
    self.isForWebsites = isForWebsites
    self.terms = terms
    self.now = now
  }
}

extension OCSPAnswerEvidence: Scoped {
  public var scope: RuleScope? { .statusAnswer }
}

extension OCSPAnswerEvidence: GatedEvidence {
  static let gates: [Gate<OCSPAnswerEvidence>] = [
    Gate(
      "Answer",
      [
        AnswerReadingIsWhatIsSigned(), AnswerIsAboutTheCertificates(), AnswerIsOfIssuedCertificates(),
        AnswerIsNotOfTheFuture(), AnswerTimesAreOrdered(), AnswerEndsWithinAYear(), AnswerAgreesWithTheList(),
      ]),
    Gate(
      "Signer",
      [
        AnswerSignerIsTheCAOrItsResponder(), AnswerResponderSaysNoCheck(), AnswerNamesItsSigner(),
        AnswerSignerIsValid(), AnswerKeyIsTheSigners(), AnswerSignatureFitsKey(),
      ]),
  ]

  var key: KeyIdentity { signer.key }
  var publicKey: [UInt8] { signer.publicKey.spki }
  var messages: [[UInt8]] { [responseData] }
  public var scheme: SignatureScheme? { SignatureScheme(algorithm) }

  var isTheCAs: Bool { signer.isTheCA(issuer) }

  /// One violation for each answer about which something is found.
  func answers(
    _ field: String, required: String, found: (OCSPSingleResponse) -> String?
  ) -> [Violation] {
    data.responses.compactMap { single in
      found(single).map {
        Violation(field: "responses[\(single.certificate.serialNumber)]\(field)", found: $0, required: required)
      }
    }
  }
}

/// The gates of answers about CA certificates.
public enum OCSPAnswerGates {
  /// A permit to sign the answer, or every finding that stands against it.
  public static func decide(_ evidence: OCSPAnswerEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: OCSPAnswerEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }
}
