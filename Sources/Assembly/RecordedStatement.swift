internal import Attestation
internal import Cryptography
internal import DER
internal import Documents
public import Evidence
public import PolicyGates
internal import X509

/// What the record of a decision about a statement of our own says of it; the rest is raw evidence.
public struct RecordedStatement: Sendable, Hashable {
  /// The member `policy` of such a record.
  public static let policy = "key-statement"

  public let decidedAt: Instant

  /// Nil where the body is none of such a decision.
  public init?(record body: JSONValue) {
    guard body["policy"]?.text == RecordedStatement.policy,
      let decidedAt = body["decidedAt"]?.text.flatMap({ Instant($0) })
    else { return nil }
    self.decidedAt = decidedAt
  }

  /// What was known at the time of the decision.
  public func evidence(_ raw: RawEvidence) throws(AssemblyError) -> StatementEvidence {
    let terms = try raw.read(.statementTerms, StatementTerms.shape)
    let tbs = try raw.required(.tbsEvidence)
    let reading: PKIXEvidenceDescription
    let certificate: TBSCertificate
    do { reading = try PKIXEvidenceDescription(der: tbs) } catch {
      throw .malformed(.tbsEvidence, problem: "\(error)")
    }
    do { certificate = try Certificate(der: try raw.required(.attestationCertificate)).tbsCertificate } catch {
      throw .malformed(.attestationCertificate, problem: "\(error)")
    }
    let facts: KeyFacts
    do { facts = try PublicKey(certificate.subjectPublicKeyInfo).facts } catch {
      throw .malformed(.attestationCertificate, problem: "\(error)")
    }
    guard let arc = PKIXEvidenceArc(terms.arc) else {
      throw .malformed(.statementTerms, problem: "the arc is too long")
    }
    return StatementEvidence(
      tbsEvidence: tbs, reading: reading, arc: arc, nonce: terms.nonce,
      attributes: try RecordedStatement.attributes(.keyAttributes, try raw.required(.keyAttributes)),
      evidenceClass: terms.evidenceClass,
      signer: StatementSigner(
        key: terms.key, publicKey: facts, certificate: certificate, purpose: terms.purpose,
        attributes: try raw[.attestationKeyAttributes].map { bytes throws(AssemblyError) in
          try RecordedStatement.attributes(.attestationKeyAttributes, bytes)
        }),
      terms: try raw.read(.judgingTerms, JudgingTerms.shape), now: decidedAt)
  }

  private static func attributes(_ name: EvidenceName, _ bytes: [UInt8]) throws(AssemblyError) -> KeyAttributes {
    guard let statement = JSONValue(canonical: bytes) else {
      throw .malformed(name, problem: "it is no canonical JSON")
    }
    do { return try PKCS11Attributes(received: statement).attributes } catch {
      throw .malformed(name, problem: error.description)
    }
  }
}

extension RawEvidence {
  /// What the gateway keeps of a decision about a statement of its own.
  ///
  /// - Parameters:
  ///   - request: what was asked; its digest is the request's identity.
  ///   - certificates: DER, of the requester and of the attestation key.
  public init(
    _ evidence: StatementEvidence, request: JSONValue, requesterCertificate: [UInt8], attestationCertificate: [UInt8]
  ) {
    func attributes(_ key: KeyAttributes) -> [UInt8] { PKCS11Attributes(readLive: key).statement.canonicalBytes() }
    self.init()
    add(.request, request.canonicalBytes())
    add(.requesterCertificate, requesterCertificate)
    add(.tbsEvidence, evidence.tbsEvidence)
    add(.keyAttributes, attributes(evidence.attributes))
    add(.attestationCertificate, attestationCertificate)
    add(.attestationKeyAttributes, evidence.signer.attributes.map(attributes))
    add(.statementTerms, StatementTerms(evidence).json.canonicalBytes())
    add(.judgingTerms, evidence.terms.json.canonicalBytes())
  }
}

/// What a statement is judged by beside the evidence: arc, purpose and nonce, and what the token's word was worth.
private struct StatementTerms {
  let arc: ObjectIdentifier
  let purpose: ObjectIdentifier
  let nonce: [UInt8]
  let evidenceClass: EvidenceClass
  let key: KeyIdentity

  init(arc: ObjectIdentifier, purpose: ObjectIdentifier, nonce: [UInt8], evidenceClass: EvidenceClass, key: KeyIdentity)
  {
    self.arc = arc
    self.purpose = purpose
    self.nonce = nonce
    self.evidenceClass = evidenceClass
    self.key = key
  }

  init(_ evidence: StatementEvidence) {
    self.init(
      arc: evidence.arc.arc, purpose: evidence.signer.purpose, nonce: evidence.nonce,
      evidenceClass: evidence.evidenceClass, key: evidence.signer.key)
  }

  var json: JSONValue {
    .object([
      "arc": .string("\(arc)"), "purpose": .string("\(purpose)"), "nonce": .string(Hex.encode(nonce)),
      "evidenceClass": .string(evidenceClass.rawValue), "attestationKey": key.json,
    ])
  }

  static var shape: FieldShape<StatementTerms> {
    .object { fields throws(DocumentError) in
      StatementTerms(
        arc: try fields.required("arc", as: .objectIdentifier),
        purpose: try fields.required("purpose", as: .objectIdentifier), nonce: try fields.required("nonce", as: .hex),
        evidenceClass: try fields.required("evidenceClass", as: .choice),
        key: try fields.required("attestationKey", as: KeyIdentity.shape))
    }
  }
}
