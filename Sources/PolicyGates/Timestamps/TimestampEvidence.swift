public import Evidence
public import X509

/// All that is known when the gateway decides whether to make a time-stamp token.
///
/// The host's clock is taken at its word: no rule here knows how far it is from UTC.
public struct TimestampEvidence: Sendable {
  /// The TSTInfo, DER.
  public let content: [UInt8]
  /// The digest over `content`, under the hash of the signature.
  public let contentDigest: [UInt8]
  /// The signed attributes: exactly what is to be signed.
  public let signedAttributes: [UInt8]
  /// What was asked.
  public let digest: Digest
  /// As an unsigned number, big-endian; nil where none was asked for.
  public let nonce: [UInt8]?
  public let unit: TimestampUnit
  /// When the unit made its last token, as it stands on record; nil where there is none.
  public let lastTime: Instant?
  public let now: Instant

  public init(
    content: [UInt8], contentDigest: [UInt8], signedAttributes: [UInt8], digest: Digest, nonce: [UInt8]?,
    unit: TimestampUnit, lastTime: Instant?, now: Instant
  ) {
    self.content = content
    self.contentDigest = contentDigest
    self.signedAttributes = signedAttributes
    self.digest = digest
    self.nonce = nonce
    self.unit = unit
    self.lastTime = lastTime
    self.now = now
  }
}

/// A time-stamping unit: one key, one certificate, one policy, and tokens of one kind.
public struct TimestampUnit: Sendable {
  /// The key on the token.
  public let key: KeyIdentity
  /// Of the certificate.
  public let publicKey: KeyFacts
  public let certificate: TBSCertificate
  /// SHA-256 over the certificate, DER.
  public let certificateDigest: Digest
  /// Dotted, as configured.
  public let policy: String
  public let isQualified: Bool
  public let accuracySeconds: Int
  /// The key is also that of a CA of this gateway, or of a signatory.
  public let isAnothersKey: Bool

  public init(
    key: KeyIdentity, publicKey: KeyFacts, certificate: TBSCertificate, certificateDigest: Digest, policy: String,
    isQualified: Bool, accuracySeconds: Int, isAnothersKey: Bool
  ) {
    self.key = key
    self.publicKey = publicKey
    self.certificate = certificate
    self.certificateDigest = certificateDigest
    self.policy = policy
    self.isQualified = isQualified
    self.accuracySeconds = accuracySeconds
    self.isAnothersKey = isAnothersKey
  }

  /// The scheme that goes with the key; nil for kinds that no token is made with.
  public var scheme: SignatureScheme? {
    switch publicKey.kind {
    case .rsa: .rsaPKCS1(.sha256)
    case .ec(.p384), .ec(.brainpoolP384r1): .ecdsa(.sha384)
    case .ec(.p521), .ec(.brainpoolP512r1): .ecdsa(.sha512)
    case .ec: .ecdsa(.sha256)
    case .ed25519, .ed448, .postQuantum, .other: nil
    }
  }
}

extension TimestampEvidence: Scoped {
  public var scope: RuleScope? { .timestamp }
}

extension TimestampUnit: Scoped {
  public var scope: RuleScope? { .timestamp }
}

extension TimestampEvidence: GatedEvidence {
  static let gates: [Gate<TimestampEvidence>] = [
    Gate(
      "Timestamp",
      [
        TimestampIsWhatIsSigned(), TimestampIsOverTheDigest(), TimestampHashIsAgreed(), TimestampIsMadeNow(),
        TimestampClockGoesForward(), TimestampPolicyIsTheUnits(), TimestampKindIsTheUnits(),
        TimestampCertificateIsValid(),
      ]),
    Gate("Unit", of: \.unit, TimestampUnit.rules),
  ]

  var terms: JudgingTerms { JudgingTerms(baseline: .etsi2026) }
  var key: KeyIdentity { unit.key }
  var publicKey: [UInt8] { unit.publicKey.spki }
  var messages: [[UInt8]] { [signedAttributes] }
  public var scheme: SignatureScheme? { unit.scheme }

  /// What the token is going to say; nil where it cannot be read.
  var reading: TSTInfo? { try? TSTInfo(der: content) }
}

extension TimestampUnit {
  /// What a unit must be at any time.
  static let rules: [any Rule<TimestampUnit>] = [
    TimestampCertificateIsTheKeys(), TimestampKeyIsForTimestampsAlone(), TimestampKeyIsNobodyElses(),
    TimestampUnitIsOfOneKind(),
  ]
}

/// The gates of time-stamp tokens.
public enum TimestampGates {
  /// A permit to sign the token, or every finding that stands against it.
  public static func decide(_ evidence: TimestampEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// What stands against a unit before it is asked for anything.
  public static func evaluate(_ unit: TimestampUnit, at now: Instant) -> Evaluation {
    PolicyGates.evaluate(
      unit, gates: [Gate("Unit", TimestampUnit.rules)], at: now, under: JudgingTerms(baseline: .etsi2026).forSigning)
  }
}
