public import Evidence
public import X509

/// All that is known when a key that was just made for a signatory is to sign a certification request over itself.
///
/// It is the one signature that a subject's key makes without its owner: before there is a certificate, and over nothing
/// but its own public half.
public struct PossessionEvidence: Sendable {
  public let credential: CredentialTerms
  public let key: KeyIdentity
  public let subjectKey: KeyFacts
  /// The CertificationRequestInfo: no subject, no attributes.
  public let requestInfo: [UInt8]
  public let now: Instant

  /// Throws where the key is no SubjectPublicKeyInfo.
  public init(
    credential: CredentialTerms, key: KeyIdentity, publicKey: KeyFacts, now: Instant
  ) throws(X509Error) {
    self.credential = credential
    self.key = key
    subjectKey = publicKey
    requestInfo = CertificationRequest.info(over: try SubjectPublicKeyInfo(der: publicKey.spki))
    self.now = now
  }
}

extension PossessionEvidence: Scoped {
  public var scope: RuleScope? { .soleControl }
}

extension PossessionEvidence: GatedEvidence {
  static let gates: [Gate<PossessionEvidence>] = [
    Gate("Possession", [PossessionIsProvenOnceBefore(), PossessionIsOfTheNewKey()])
  ]

  var terms: JudgingTerms { JudgingTerms(baseline: .etsi2026) }
  var publicKey: [UInt8] { subjectKey.spki }
  var messages: [[UInt8]] { [requestInfo] }

  public var scheme: SignatureScheme? {
    switch subjectKey.kind {
    case .rsa: .rsaPKCS1(.sha256)
    case .ec(.p384), .ec(.brainpoolP384r1): .ecdsa(.sha384)
    case .ec(.p521), .ec(.brainpoolP512r1): .ecdsa(.sha512)
    case .ec: .ecdsa(.sha256)
    case .ed25519, .ed448, .postQuantum, .other: nil
    }
  }
}

/// The gates of proofs of possession.
public enum PossessionGates {
  /// A permit to sign the certification request, or every finding that stands against it.
  public static func decide(_ evidence: PossessionEvidence) -> Decision { PolicyGates.decide(evidence) }
}
