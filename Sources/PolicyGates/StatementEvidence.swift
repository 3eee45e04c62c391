public import DER
public import Evidence
public import X509

/// All that is known when the gateway decides whether to sign a statement about a key on one of its tokens.
///
/// Such a statement says what the gateway saw, and of which class that is. It is worth no more to anybody else.
public struct StatementEvidence: Sendable {
  /// Exactly what is to be signed.
  public let tbsEvidence: [UInt8]
  public let reading: PKIXEvidenceDescription
  /// The arc under which the statement is written.
  public let arc: PKIXEvidenceArc
  /// What the verifier asked the statement to carry.
  public let nonce: [UInt8]
  /// What the token says of the key, just now.
  public let attributes: KeyAttributes
  /// What such attributes are worth, over the channel by which they came.
  public let evidenceClass: EvidenceClass
  public let signer: StatementSigner
  public let terms: JudgingTerms
  public let now: Instant

  /// `reading` is the reading of `tbsEvidence`.
  public init(
    tbsEvidence: [UInt8], reading: PKIXEvidenceDescription, arc: PKIXEvidenceArc, nonce: [UInt8],
    attributes: KeyAttributes, evidenceClass: EvidenceClass, signer: StatementSigner, terms: JudgingTerms, now: Instant
  ) {
    self.tbsEvidence = tbsEvidence
    self.reading = reading
    self.arc = arc
    self.nonce = nonce
    self.attributes = attributes
    self.evidenceClass = evidenceClass
    self.signer = signer
    self.terms = terms
    self.now = now
  }

  /// The same evidence, judged under other terms.
  public func judged(under terms: JudgingTerms) -> StatementEvidence {
    StatementEvidence(
      tbsEvidence: tbsEvidence, reading: reading, arc: arc, nonce: nonce, attributes: attributes,
      evidenceClass: evidenceClass, signer: signer, terms: terms, now: now)
  }
}

/// The attestation key that is to sign a statement.
public struct StatementSigner: Sendable {
  public let key: KeyIdentity
  public let publicKey: KeyFacts
  public let certificate: TBSCertificate
  /// The key purpose that its certificate must have.
  public let purpose: ObjectIdentifier
  /// What the token that holds the described key says of this one; nil where that token has none such.
  public let attributes: KeyAttributes?

  public init(
    key: KeyIdentity, publicKey: KeyFacts, certificate: TBSCertificate, purpose: ObjectIdentifier,
    attributes: KeyAttributes?
  ) {
    self.key = key
    self.publicKey = publicKey
    self.certificate = certificate
    self.purpose = purpose
    self.attributes = attributes
  }
}

extension StatementEvidence: GatedEvidence {
  static let gates: [Gate<StatementEvidence>] = [
    Gate(
      "Statement",
      [
        StatementReadingIsWhatIsSigned(), StatementCarriesTheNonce(), StatementClaimsAreTheTokens(),
        StatementNamesTheDevice(), StatementSaysItsClass(),
      ]),
    Gate(
      "AttestationKey",
      [
        AttestationKeyIsOnTheToken(), AttestationKeyIsConfined(), AttestationKeyIsAnother(),
        AttestationCertificateIsTheKeys(), AttestationCertificateIsForThisUse(), AttestationCertificateIsValid(),
      ]),
  ]

  var key: KeyIdentity { signer.key }
  var publicKey: [UInt8] { signer.publicKey.spki }
  var messages: [[UInt8]] { [tbsEvidence] }

  /// The scheme that goes with the attestation key; nil for kinds that we make no statements with.
  public var scheme: SignatureScheme? {
    switch signer.publicKey.kind {
    case .rsa: .rsaPKCS1(.sha256)
    case .ec(.p384), .ec(.brainpoolP384r1): .ecdsa(.sha384)
    case .ec(.p521), .ec(.brainpoolP512r1): .ecdsa(.sha512)
    case .ec: .ecdsa(.sha256)
    case .ed25519: .ed25519
    case .ed448, .postQuantum, .other: nil
    }
  }
}

extension StatementEvidence: Scoped {
  public var scope: RuleScope? { .keyStatement }
}

/// The gates of our own statements about keys.
public enum StatementGates {
  /// A permit to sign the statement, or every finding that stands against it.
  public static func decide(_ evidence: StatementEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: StatementEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }
}

// MARK: - What the statement says

extension StatementEvidence {
  /// The one element of a kind; nil where there is none, or more than one.
  func element(_ name: PKIXEvidenceName) -> PKIXEvidenceElement? {
    let found = reading.elements.filter { arc[$0.type] == name }
    return found.count == 1 ? found.first : nil
  }

  /// The value of a claim that stands once in an element that stands once; nil otherwise, or where it is of another type.
  func value(_ name: PKIXEvidenceName) -> PKIXEvidenceValue? {
    name.element.flatMap { value(arc.identifier(of: name), name.kind, in: $0) }
  }

  func value(
    _ claim: ObjectIdentifier, _ kind: PKIXEvidenceValue.Kind, in name: PKIXEvidenceName
  ) -> PKIXEvidenceValue? {
    let found = element(name)?.claims.filter { $0.type == claim } ?? []
    guard let der = found.first?.value, found.count == 1 else { return nil }
    return PKIXEvidenceValue(der, as: kind)
  }

  /// The claim's value must be this; nil asks that there be none.
  func compare(
    _ claim: ObjectIdentifier, _ kind: PKIXEvidenceValue.Kind, in element: PKIXEvidenceName, called name: String,
    with expected: PKIXEvidenceValue?
  ) -> [Violation] {
    let isThere = self.element(element)?.claims.contains { $0.type == claim } ?? false
    let found = value(claim, kind, in: element)
    return .unless(
      found == expected && isThere == (expected != nil), "statement.\(name)",
      found: found.map { "\($0)" } ?? (isThere ? "another value, or several" : "absent"),
      required: expected.map { "\($0)" } ?? "absent, as the token does not say")
  }

  func compare(_ name: PKIXEvidenceName, with expected: PKIXEvidenceValue?) -> [Violation] {
    guard let element = name.element else { return [] }
    return compare(arc.identifier(of: name), name.kind, in: element, called: name.rawValue, with: expected)
  }
}

extension Truth {
  /// What a statement says: nothing, of what is not known.
  var statementValue: PKIXEvidenceValue? {
    switch self {
    case .yes: .boolean(true)
    case .no: .boolean(false)
    case .unknown: nil
    }
  }
}
