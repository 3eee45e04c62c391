internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Attestation messages of Crypto4A's QASM (attestation reference, section 7).
///
/// A device signs twice, with ECDSA and with HSS/LMS. The hash-based signature is not verified here: that it is there is a
/// weakness (something is left unchecked), and it can replace nothing.
enum Crypto4AAttestation: AttestationFormat {
  static let name = "crypto4a"
  static let partNames = [Statement.whole]
  static let arc = ObjectIdentifier(1, 3, 6, 1, 4, 1, 39901)
  /// The purpose of an attestation key's certificate.
  static let attestationPurpose = ObjectIdentifier(1, 3, 6, 1, 4, 1, 39901, 4, 1, 1)

  static func recognises(_ statement: Statement) -> Bool {
    guard let bytes = statement.parts[Statement.whole], let message = try? Crypto4AMessage(Crypto4AMessage.der(bytes))
    else { return false }
    return message.claims.allSatisfy { $0.type.isBelow(arc) }
  }

  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let message = try Crypto4AMessage(Crypto4AMessage.der(try statement.required(Statement.whole)))
    let proof = Crypto4AProof(message, try statement.chainCertificates(), terms)
    return try Crypto4ATranslation(message).keys(statement.digest).map { key in
      var key = key
      key.signer = proof.signer
      key.weaknesses = proof.weaknesses
      key.problems = proof.problems + key.problems
      return key
    }
  }
}

/// Who signed the claims.
struct Crypto4AProof {
  private(set) var problems: [AppraisalProblem] = []
  private(set) var weaknesses: [EvidenceWeakness] = []
  private(set) var signer: EvidenceSigner?

  /// id-alg-hss-lms-hashsig (RFC 8708).
  private static let hss = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 3, 17)

  init(_ message: Crypto4AMessage, _ chain: [TolerantCertificate], _ terms: AppraisalTerms) {
    let pool = message.certificates + chain
    let verifiable = message.blocks.filter { $0.algorithm.algorithm != Crypto4AProof.hss }
    for block in verifiable { judge(block, message.claimBytes, pool, terms) }
    let skipped = message.blocks.count - verifiable.count
    if verifiable.isEmpty {
      problems.append(AppraisalProblem(.algorithmRefused, "HSS/LMS alone, which is not verified here"))
    } else if skipped > 0 {
      weaknesses.append(EvidenceWeakness(.unverifiedSignature, "\(skipped) by HSS/LMS, which is not verified here"))
    }
  }

  private mutating func judge(
    _ block: Crypto4AMessage.Block, _ claims: [UInt8], _ pool: [TolerantCertificate], _ terms: AppraisalTerms
  ) {
    guard let certificate = block.certificate else {
      problems.append(AppraisalProblem(.partMissing, "a signature block without its key's certificate"))
      return
    }
    switch LinkSignature.check(
      block.signature, over: claims, block.algorithm, by: certificate.spki, terms, what: "claims")
    {
    case .refused(let problem): problems.append(problem)
    case .valid(let tolerated): weaknesses += tolerated
    }
    if let reason = Crypto4AProof.unfit(certificate) {
      problems.append(AppraisalProblem(.certificateUnfit, "\(certificate.subjectText): \(reason)"))
    }
    let anchors = terms.anchors.anchors(for: Crypto4AAttestation.name)
    switch AttestationPath.find(
      from: certificate, through: pool, to: anchors, terms, authority: { issuer, _ in issuer.reasonAgainstIssuing })
    {
    case .anchored(let path):
      signer = signer ?? path.signer
      weaknesses += path.weaknesses
    case .broken(let reasons): problems += reasons
    }
  }

  /// An attestation key attests and does nothing else: the purpose must be stated, and the usage be signing.
  private static func unfit(_ certificate: TolerantCertificate) -> String? {
    do {
      guard let purposes = try certificate.value(of: ExtendedKeyUsage.oid),
        try ExtendedKeyUsage(extensionValue: purposes).purposes.contains(Crypto4AAttestation.attestationPurpose)
      else { return "is not for attestation" }
      guard let usage = try certificate.value(of: KeyUsage.oid),
        try KeyUsage(extensionValue: usage).contains(.digitalSignature)
      else { return "is not for signatures" }
      return nil
    } catch { return "\(error)" }
  }
}
