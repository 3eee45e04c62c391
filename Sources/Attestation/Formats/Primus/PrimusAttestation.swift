internal import Cryptography
internal import DER
internal import Evidence

/// Key attestation of Securosys Primus HSMs: an XML document, a signature beside it, and the certificate of the partition's
/// attestation key (attestation reference, section 7).
enum PrimusAttestation: AttestationFormat {
  static let name = "primus"
  static let partNames = [Statement.whole, "signature", "certificate"]

  static func recognises(_ statement: Statement) -> Bool {
    statement.parts[Statement.whole]?.first == UInt8(ascii: "<")
  }

  /// The signature is over the bytes, so it is looked at before anything reads them as XML.
  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let bytes = try statement.required(Statement.whole)
    let proof = try PrimusProof(bytes, statement, terms)
    guard let document = StrictXML.document(bytes) else {
      throw .malformed(
        path: Statement.whole, found: "no XML that is taken here",
        required: "elements, attributes and text in UTF-8, without a document type, comments or further entities")
    }
    var key = try PrimusTranslation(document).key(statement.digest)
    key.device = StatedDevice(vendor: "Securosys", model: "Primus HSM")
    key.signer = proof.signer
    key.weaknesses = proof.weaknesses
    key.problems = proof.problems + key.problems
    return [key]
  }
}

/// Who signed the document.
struct PrimusProof {
  private(set) var problems: [AppraisalProblem] = []
  private(set) var weaknesses: [EvidenceWeakness] = []
  private(set) var signer: EvidenceSigner?

  init(_ document: [UInt8], _ statement: Statement, _ terms: AppraisalTerms) throws(AttestationError) {
    let certificates = try statement.certificates("certificate") + statement.chainCertificates()
    let signature = statement.parts["signature"]
    if signature == nil { problems.append(AppraisalProblem(.partMissing, "no signature")) }
    if certificates.isEmpty {
      problems.append(AppraisalProblem(.partMissing, "no certificate of the attestation key"))
    }
    guard let signature, !certificates.isEmpty else { return }
    guard let leaf = certificates.first(where: { PrimusProof.isSigned(document, signature, $0.spki, terms) }) else {
      problems.append(AppraisalProblem(.signatureInvalid, "no certificate's key signed the document"))
      return
    }
    let anchors = terms.anchors.anchors(for: PrimusAttestation.name)
    // The vendor's guide checks the chain with OpenSSL, so a device's certificate is that of an authority.
    switch AttestationPath.find(
      from: leaf, through: certificates, to: anchors, terms, authority: { issuer, _ in issuer.reasonAgainstIssuing })
    {
    case .anchored(let path):
      signer = path.signer
      weaknesses = path.weaknesses
    case .broken(let reasons):
      signer = EvidenceSigner(key: Hash.digest(leaf.spki), anchor: nil, chain: [leaf.subjectText])
      problems += reasons
    }
  }

  /// PKCS#1 v1.5 and PSS of RSA with SHA-256 (JCE and TSB, PKCS#11), or ECDSA as DER or with its numbers side by side.
  private static func isSigned(
    _ document: [UInt8], _ signature: [UInt8], _ spki: [UInt8], _ terms: AppraisalTerms
  ) -> Bool {
    guard let key = try? PublicKey(spki: spki) else { return false }
    switch key.facts.kind {
    case .rsa:
      return [SignatureScheme.rsaPKCS1(.sha256), .rsaPSS(.sha256)].contains { scheme in
        (try? terms.signatures.holds(signature, over: document, by: key, .modern(scheme))) == true
      }
    case .ec(let curve):
      var signatures = [signature]
      let width = (curve.bits + 7) / 8
      if signature.count == 2 * width {
        signatures.append(ECDSASignature.encoded(r: Array(signature.prefix(width)), s: Array(signature.suffix(width))))
      }
      return signatures.contains { signature in
        [HashAlgorithm.sha256, .sha384, .sha512].contains { hash in
          (try? terms.signatures.holds(signature, over: document, by: key, .modern(.ecdsa(hash)))) == true
        }
      }
    default: return false
    }
  }
}
