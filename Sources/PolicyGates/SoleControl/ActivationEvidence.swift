public import Evidence

/// By what a signatory released an activation.
public enum ActivationProof: Sendable, Hashable {
  /// A passkey's signature over the activation's content.
  case passkey(PasskeyAssertion, AuthenticatorFacts)
  /// A statement over the content, signed with a certificate of the signatory's own.
  case statement(SignedActivation, AuthenticatorFacts)
  /// Password and one-time code: they bind no document, so they are no proof for SCAL2 (TS 119 432, 5.3.2).
  case sharedSecret(SharedSecretFactor, AuthenticatorFacts)

  var authenticator: AuthenticatorFacts {
    switch self {
    case .passkey(_, let facts), .statement(_, let facts), .sharedSecret(_, let facts): facts
    }
  }

  /// The signatory's own device signed the content.
  var bindsContent: Bool {
    switch self {
    case .passkey, .statement: true
    case .sharedSecret: false
    }
  }

  public var isSharedSecret: Bool { if case .sharedSecret = self { true } else { false } }

  var name: String {
    switch self {
    case .passkey: "passkey"
    case .statement: "signed statement"
    case .sharedSecret: "password and one-time code"
    }
  }
}

/// All that is known when a signatory releases signatures with a credential.
public struct ActivationEvidence: Sendable {
  public let content: ActivationContent
  public let credential: CredentialTerms
  public let proofs: [ActivationProof]
  /// When the proofs were given.
  public let authorisedAt: Instant
  /// When the signatory's identity was verified, where the authentication proves identity directly; nil for a device that
  /// was enrolled for the signatory.
  public let identityVerifiedAt: Instant?
  /// Seconds that an activation may last, by configuration.
  public let longest: Int64
  public let now: Instant

  public init(
    content: ActivationContent, credential: CredentialTerms, proofs: [ActivationProof], authorisedAt: Instant,
    identityVerifiedAt: Instant?, longest: Int64, now: Instant
  ) {
    self.content = content
    self.credential = credential
    self.proofs = proofs
    self.authorisedAt = authorisedAt
    self.identityVerifiedAt = identityVerifiedAt
    self.longest = longest
    self.now = now
  }
}

extension ActivationEvidence: Scoped {
  public var scope: RuleScope? { .soleControl }
}

extension ActivationEvidence {
  var passkeys: [PasskeyAssertion] {
    proofs.compactMap { if case .passkey(let assertion, _) = $0 { assertion } else { nil } }
  }

  var statements: [SignedActivation] {
    proofs.compactMap { if case .statement(let statement, _) = $0 { statement } else { nil } }
  }

  var sharedSecrets: [SharedSecretFactor] {
    proofs.compactMap { if case .sharedSecret(let factor, _) = $0 { factor } else { nil } }
  }
}

/// The gates of an activation: whether what the signatory did releases what it names.
public enum ActivationGates {
  static let all: [Gate<ActivationEvidence>] = [
    Gate(
      "Authentication",
      [
        OwnDeviceIsUsed(), SharedSecretIsGiven(), AuthenticatorIsTheSignatorys(), AuthenticatorIsActive(),
        PasskeyAnswersTheChallenge(), PasskeyIsForThisService(), PasskeySignatureVerifies(), PasskeyUserIsVerified(),
        PasskeyCounterAdvances(), PasskeyKeepsACounter(), PasskeyIsBoundToADevice(), SignedActivationIsOfTheContent(),
        SignedActivationCertificateIsValid(), SharedSecretIsRight(), SharedSecretIsNotLocked(),
      ]),
    Gate(
      "Activation",
      [
        CredentialIsTheSignatorys(), CredentialIsEnabled(), LevelFitsDevice(), OneTimeKeyIsOfThisSession(),
        NumberOfSignaturesIsWithinTheCredentials(),
        DocumentsAreNamed(), AutomationIsForSeals(), ActivationIsShort(), IdentityProofIsRecent(),
      ]),
  ]

  /// Who acts, without what is released: for leave to see credentials.
  public static func authenticate(_ evidence: ActivationEvidence) -> Evaluation {
    PolicyGates.evaluate(
      evidence, gates: Array(all.prefix(1)), at: evidence.now, under: JudgingTerms(baseline: .etsi2026).forSigning)
  }

  /// The verdict; an activation itself signs nothing, so no permit comes of it.
  public static func evaluate(_ evidence: ActivationEvidence) -> Evaluation {
    PolicyGates.evaluate(
      evidence, gates: all, at: evidence.now, under: JudgingTerms(baseline: .etsi2026).forSigning)
  }
}
