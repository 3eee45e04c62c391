internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Who signed a statement, and whether any of them is believed (draft -07, section 6).
///
/// Signatures can be taken away and added by anybody on the way, so none may be wrong, and one must lead to an anchor. What
/// else may be there counts for nothing: a countersignature by somebody unknown neither helps nor harms.
struct PKIXEvidenceSigners {
  private let pool: [TolerantCertificate]
  private let terms: AppraisalTerms
  private let anchors: [Anchor]
  /// The first who leads to an anchor; else the first whose signature verified.
  private(set) var signer: EvidenceSigner?
  private(set) var weaknesses: [EvidenceWeakness] = []
  private(set) var problems: [AppraisalProblem] = []
  /// Keys whose signature verified.
  private var keys: [[UInt8]] = []
  /// Why no path was found, for each signer without one.
  private var paths: [AppraisalProblem] = []

  init(pool: [TolerantCertificate], terms: AppraisalTerms) {
    self.pool = pool
    self.terms = terms
    anchors = terms.anchors.anchors(for: PKIXEvidence.name)
  }

  /// Throws where a certificate beside a signature cannot be read.
  mutating func appraise(_ evidence: PKIXEvidenceStatement) throws(AttestationError) {
    guard !evidence.signatures.isEmpty else {
      problems.append(AppraisalProblem(.signatureInvalid, "no signature at all: anybody may have written it"))
      return
    }
    for (index, signature) in evidence.signatures.enumerated() {
      try appraise(signature, over: evidence.tbs.derBytes, "signatures.\(index)")
    }
    if signer?.anchor == nil { problems += paths }
  }

  /// The keys that the description says it is signed by, against those that signed it. One that is named and did not sign
  /// says nothing: its signature may have been taken away.
  mutating func compare(with stated: [[UInt8]]) {
    guard !stated.isEmpty else { return }
    for key in keys where !stated.contains(key) {
      problems.append(
        AppraisalProblem(.partsDisagree, "the key \(Hash.digest(key)) signed, and is not among those of ak-spki"))
    }
  }

  private mutating func appraise(
    _ block: PKIXEvidenceSignature, over message: [UInt8], _ path: String
  ) throws(AttestationError) {
    let candidates = try candidates(block, path)
    let spkis = (block.spki.map { [$0] } ?? []) + candidates.map(\.spki)
    guard agrees(block, candidates), let first = spkis.first else { return refuse(block, path) }
    // A key id may be that of several keys; whoever signed is among them or is nobody.
    var outcome = check(block, message, by: first, path)
    var signing = first
    for spki in spkis.dropFirst() where spki != signing {
      if case .valid = outcome { break }
      (outcome, signing) = (check(block, message, by: spki, path), spki)
    }
    switch outcome {
    case .refused(let problem): problems.append(problem)
    case .valid(let tolerated):
      weaknesses += tolerated
      keys.append(signing)
      believe(signing, candidates.filter { $0.spki == signing }, path)
    }
  }

  private func check(
    _ block: PKIXEvidenceSignature, _ message: [UInt8], by spki: [UInt8], _ path: String
  ) -> LinkSignature.Outcome {
    LinkSignature.check(block.signature, over: message, block.algorithm, by: spki, terms, what: path)
  }

  // MARK: - Which key

  /// The certificates that may be the signer's: its own where it is there, else those of the pool that fit.
  private func candidates(
    _ block: PKIXEvidenceSignature, _ path: String
  ) throws(AttestationError) -> [TolerantCertificate] {
    if let certificate = block.certificate {
      return [try TolerantCertificate(der: certificate, path: "\(path).certificate")]
    }
    if let spki = block.spki { return pool.filter { $0.spki == spki } }
    return pool.filter { $0.isNamed(by: block.keyID ?? []) }
  }

  /// Whether all that names the signer names one key. The draft wants each name that is given to lead to it.
  private func agrees(_ block: PKIXEvidenceSignature, _ candidates: [TolerantCertificate]) -> Bool {
    if block.certificate != nil, let spki = block.spki, candidates.contains(where: { $0.spki != spki }) { return false }
    guard let keyID = block.keyID else { return true }
    let named = candidates.contains { $0.isNamed(by: keyID) }
    return named || block.spki.map { KeyNames.all(of: $0).contains(keyID) } ?? false
  }

  private mutating func refuse(_ block: PKIXEvidenceSignature, _ path: String) {
    if block.spki == nil, block.certificate == nil {
      let name = Hex.encode((block.keyID ?? []).prefix(64))
      problems.append(
        AppraisalProblem(.signatureInvalid, "\(path): no certificate of key id \(name), so nothing can be verified"))
    } else {
      problems.append(AppraisalProblem(.partsDisagree, "\(path): key id, key and certificate name different keys"))
    }
  }

  // MARK: - Whether it is believed

  /// Looks for a path from any certificate of the key that is one for attestation.
  private mutating func believe(_ spki: [UInt8], _ certificates: [TolerantCertificate], _ path: String) {
    var unfit: [AppraisalProblem] = []
    var reasons: [AppraisalProblem] = []
    for certificate in certificates {
      if let reason = AttestationKeyCertificate.unfitness(certificate, purpose: terms.evidencePurpose) {
        unfit.append(AppraisalProblem(.certificateUnfit, "\(certificate.subjectText): \(reason)"))
        continue
      }
      switch AttestationPath.find(
        from: certificate, through: pool, to: anchors, terms, authority: AttestationKeyCertificate.authority)
      {
      case .anchored(let found): return accept(found.signer, found.weaknesses)
      case .broken(let problems): reasons += problems
      }
    }
    if certificates.isEmpty, let anchor = anchors.first(where: { $0.spki == spki }) {
      return accept(EvidenceSigner(key: Hash.digest(spki), anchor: anchor.id, chain: []), [])
    }
    if reasons.isEmpty { problems += unfit }
    if certificates.isEmpty {
      reasons.append(AppraisalProblem(.anchorUnknown, "\(path): a key without a certificate, and pinned nowhere"))
    }
    paths += reasons
    if signer == nil {
      signer = EvidenceSigner(key: Hash.digest(spki), anchor: nil, chain: certificates.prefix(1).map(\.subjectText))
    }
  }

  private mutating func accept(_ found: EvidenceSigner, _ more: [EvidenceWeakness]) {
    guard signer?.anchor == nil else { return }
    signer = found
    weaknesses += more
  }
}

/// What a certificate of an attestation key, and those above it, must be.
enum AttestationKeyCertificate {
  /// Why the certificate is none for signing evidence; nil where it is one (draft -07, section 3.2).
  static func unfitness(_ certificate: TolerantCertificate, purpose: ObjectIdentifier) -> String? {
    switch certificate.extensions.extensionValue(KeyUsage.self) {
    case .present(let usage, _) where usage.contains(.digitalSignature): break
    default: return "no key usage digitalSignature"
    }
    switch certificate.extensions.extensionValue(ExtendedKeyUsage.self) {
    case .present(let usage, _) where usage.purposes.contains(purpose): break
    default: return "not for the purpose \(purpose)"
    }
    return unknownExtension(certificate)
  }

  /// RFC 5280, 6.1.4: a CA, for certificates, and of as many below it.
  static func authority(_ issuer: TolerantCertificate, _ depth: Int) -> String? {
    guard case .present(let constraints, _) = issuer.extensions.extensionValue(BasicConstraints.self), constraints.isCA
    else { return "no CA" }
    if let most = constraints.pathLength, depth > most { return "\(depth) CAs below it, and it allows \(most)" }
    switch issuer.extensions.extensionValue(KeyUsage.self) {
    case .absent: break
    case .present(let usage, _) where usage.contains(.keyCertSign): break
    default: return "not for signing certificates"
    }
    return unknownExtension(issuer)
  }

  private static func unknownExtension(_ certificate: TolerantCertificate) -> String? {
    let repeated = certificate.extensions.repeatedOIDs.first.map { "extension \($0) twice" }
    return repeated
      ?? certificate.extensions.first { $0.critical && !understood.contains($0.oid) }
      .map { "a critical extension \($0.oid)" }
  }

  private static let understood: Set<ObjectIdentifier> = [
    BasicConstraints.oid, KeyUsage.oid, ExtendedKeyUsage.oid, SubjectKeyIdentifier.oid, AuthorityKeyIdentifier.oid,
  ]
}

/// The names that a key goes by where somebody names it by octets.
private enum KeyNames {
  /// SHA-256 over the SubjectPublicKeyInfo and over the key's bits, whole and as RFC 7093, 2 (1) has it.
  static func all(of spki: [UInt8]) -> [[UInt8]] {
    guard let info = try? SubjectPublicKeyInfo(der: spki) else { return [] }
    return [Hash.digest(spki).bytes, Hash.digest(info.key.bytes).bytes, info.keyIdentifier]
  }
}

extension TolerantCertificate {
  /// By its subject key identifier, or by a digest of its key.
  fileprivate func isNamed(by keyID: [UInt8]) -> Bool {
    extensions.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier == keyID
      || KeyNames.all(of: spki).contains(keyID)
  }
}
