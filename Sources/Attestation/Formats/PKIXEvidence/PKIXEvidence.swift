internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// PKIX Evidence of draft-ietf-rats-pkix-key-attestation-07, which an attestation key signs over what its device says of
/// itself and of some keys.
///
/// Its identifiers are not assigned, so the operator names the arc, and without one the format is off.
enum PKIXEvidence: AttestationFormat {
  static let name = "pkix-evidence"
  static let partNames = [Statement.whole, certificatesPart]
  /// Certificates of signers that the statement names by key alone.
  private static let certificatesPart = "certificates"
  /// In the statement and beside it: work on signatures grows with them.
  private static let mostCertificates = 64

  static func recognises(_ statement: Statement) -> Bool { (try? structure(statement)) != nil }

  /// A key for each element about one that names its public half; none where the statement is about a device alone.
  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let evidence = try structure(statement)
    guard let arc = terms.evidenceArc.flatMap({ PKIXEvidenceArc($0) }) else { return try off(evidence, statement) }
    let pool =
      try evidence.certificates.tolerant("intermediateCertificates") + statement.certificates(certificatesPart)
      + statement.chainCertificates()
    guard pool.count <= mostCertificates else {
      throw .malformed(
        path: "certificates", found: "\(pool.count) of them", required: "at most \(mostCertificates)")
    }
    let claims = try PKIXEvidenceClaims(evidence.tbs, arc)
    var appraisal = PKIXEvidenceSigners(pool: pool, terms: terms)
    try appraisal.appraise(evidence)
    appraisal.compare(with: claims.attestationKeys)
    return claims.keys.map { key in
      var attested = AttestedKey(
        spki: key.spki, spkiSHA256: Hash.digest(key.spki), format: name,
        offeredClass: EvidenceClass.signed.weaker(key.evidenceClass), rawDigest: statement.digest)
      claims.translate(key, to: &attested)
      attested.signer = appraisal.signer
      attested.weaknesses += appraisal.weaknesses
      attested.weaknesses.append(
        EvidenceWeakness(.provisionalEncoding, "the arc \(arc.arc) stands in for one that is not assigned"))
      attested.problems = claims.problems + appraisal.problems
      return attested
    }
  }

  private static func structure(_ statement: Statement) throws(AttestationError) -> PKIXEvidenceStatement {
    var bytes = try statement.required(Statement.whole)
    let blocks: [PEM]?
    do { blocks = try TolerantPEM.blocks(bytes) } catch { throw .malformed(Statement.whole, error) }
    if let blocks {
      guard let block = blocks.first, blocks.count == 1, block.label == PKIXEvidenceStatement.pemLabel else {
        throw .malformed(
          path: Statement.whole, found: "PEM of \(blocks.map(\.label).joined(separator: ", "))",
          required: "one block \(PKIXEvidenceStatement.pemLabel)")
      }
      bytes = block.bytes
    }
    do { return try PKIXEvidenceStatement(der: bytes) } catch { throw .malformed(Statement.whole, error.cause) }
  }

  /// With the format off nothing is believed, but the keys that the statement seems to be about get that as their reason.
  private static func off(
    _ evidence: PKIXEvidenceStatement, _ statement: Statement
  ) throws(AttestationError) -> [AttestedKey] {
    let keys = evidence.tbs.elements.compactMap(likelyKey)
    guard !keys.isEmpty else {
      throw .malformed(
        path: Statement.whole, found: "PKIX Evidence, which is switched off",
        required: "another format, or an arc in the configuration")
    }
    return keys.map { spki in
      var key = AttestedKey(
        spki: spki, spkiSHA256: Hash.digest(spki), format: name, offeredClass: .asserted, rawDigest: statement.digest)
      key.problems = [AppraisalProblem(.formatOff, "no arc of PKIX Evidence is configured")]
      return key
    }
  }

  /// The public key of an element that would be one about a key under some arc.
  private static func likelyKey(_ element: PKIXEvidenceElement) -> [UInt8]? {
    let content = element.type.derContent
    guard content.suffix(2) == [0, 2] else { return nil }
    let claim = content.dropLast(2) + [1, 2, 1]
    let found = element.claims.first { $0.type.derContent == Array(claim) }
    guard let value = found?.value, case .octets(let spki)? = PKIXEvidenceValue(value, as: .octets) else { return nil }
    return spki
  }
}

extension EvidenceClass {
  /// The one of the two that is worth less.
  func weaker(_ other: EvidenceClass) -> EvidenceClass {
    let order = EvidenceClass.allCases
    return (order.firstIndex(of: self) ?? order.endIndex) < (order.firstIndex(of: other) ?? order.endIndex)
      ? other : self
  }
}

extension [[UInt8]] {
  /// Each of the encoded certificates, read tolerantly.
  fileprivate func tolerant(_ path: String) throws(AttestationError) -> [TolerantCertificate] {
    var certificates: [TolerantCertificate] = []
    for (index, der) in enumerated() {
      certificates.append(try TolerantCertificate(der: der, path: "\(path).\(index)"))
    }
    return certificates
  }
}
