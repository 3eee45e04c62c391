internal import Cryptography
internal import Evidence

/// Why an attestation key is believed, or why it is not. There are three ways, and each is enough:
/// 1. the operator pinned the key itself;
/// 2. a privacy CA certified it;
/// 3. the TPM of an endorsement certificate gave back a secret that was encrypted for this very key.
struct TPMTrust {
  /// The attestation key; nil where the statement brings none.
  private(set) var spki: [UInt8]?
  private(set) var signer: EvidenceSigner?
  private(set) var device: StatedDevice?
  private(set) var problems: [AppraisalProblem] = []
  private(set) var weaknesses: [EvidenceWeakness] = []

  init(_ evidence: TPMEvidence, _ terms: AppraisalTerms) {
    let certificate = evidence.attestationCertificates.first
    spki = evidence.attestationKey?.spki ?? certificate?.spki
    guard let spki else {
      problems = [AppraisalProblem(.partMissing, "ak or ak-certificate: nobody is named who signed")]
      return
    }
    signer = EvidenceSigner(key: Hash.digest(spki), anchor: nil, chain: [])
    if let area = evidence.attestationKey { problems += TPMTrust.unfitness(area) }
    if let certificate, certificate.spki != spki {
      problems.append(AppraisalProblem(.partsDisagree, "ak-certificate is of another key than ak"))
    }
    if let anchor = terms.anchors.anchors(for: TPMFormat.name).first(where: { $0.spki == spki }) {
      signer = EvidenceSigner(key: Hash.digest(spki), anchor: anchor.id, chain: [])
      // The pin names no TPM, and any endorsement certificate can be laid beside it: the device stays unnamed.
    } else if let certificate {
      certified(certificate, evidence, terms)
    } else if let certificate = evidence.endorsementCertificates.first {
      endorsed(certificate, evidence, terms)
    } else {
      problems.append(
        AppraisalProblem(.partMissing, "ak-certificate, or ek-certificate and activation: nothing vouches for the AK"))
    }
  }

  /// What a TPM's attestation key must be: a key that signs nothing but what the TPM itself made.
  private static func unfitness(_ area: TPMPublic) -> [AppraisalProblem] {
    var reasons: [String] = []
    let required: [(TPMAttributes, String)] = [
      (.restricted, "restricted"), (.sign, "sign"), (.fixedTPM, "fixedTPM"), (.fixedParent, "fixedParent"),
      (.sensitiveDataOrigin, "sensitiveDataOrigin"),
    ]
    for (bit, name) in required where !area.attributes.contains(bit) { reasons.append("not \(name)") }
    if area.attributes.contains(.decrypt) { reasons.append("decrypt") }
    if area.scheme.flatMap({ AttestationScheme($0) }) == nil { reasons.append("without a scheme that signs") }
    return TPMFormat.reserved(area, "ak")
      + reasons.map { AppraisalProblem(.signerUnfit, "the attestation key is \($0)") }
  }

  // MARK: - A privacy CA's word

  private mutating func certified(
    _ certificate: TolerantCertificate, _ evidence: TPMEvidence, _ terms: AppraisalTerms
  ) {
    let use: TPMCertificate.Use = evidence.webAuthn == nil ? .attestationKey : .webAuthnAttestationKey
    problems += TPMCertificate.problems(certificate, for: use)
    follow(certificate, Array(evidence.attestationCertificates.dropFirst()) + evidence.pool, terms)
    device = TPMCertificate.device(certificate)
  }

  // MARK: - An endorsement certificate, and activation

  private mutating func endorsed(
    _ certificate: TolerantCertificate, _ evidence: TPMEvidence, _ terms: AppraisalTerms
  ) {
    problems += TPMCertificate.problems(certificate, for: .endorsementKey)
    follow(certificate, Array(evidence.endorsementCertificates.dropFirst()) + evidence.pool, terms)
    device = TPMCertificate.device(certificate)
    guard !activation(evidence, terms) else {
      // No field names a TPM, but its endorsement key is its own, and nobody else could have answered.
      device?.serial = Hash.digest(certificate.spki).hex
      return
    }
    if terms.trustsUnactivatedAK {
      weaknesses.append(
        EvidenceWeakness(
          .unactivatedAK, "nothing shows that the attestation key is in the TPM of the endorsement certificate"))
    } else {
      let found =
        evidence.activationSecret == nil
        ? "an endorsement certificate alone says nothing about this AK"
        : "it is of no credential that is out for this AK and this endorsement key"
      problems.append(AppraisalProblem(.partMissing, "\(TPMEvidence.activationPart): \(found)"))
    }
  }

  /// Whether this verifier saw the AK activated under the key of the endorsement certificate.
  private func activation(_ evidence: TPMEvidence, _ terms: AppraisalTerms) -> Bool {
    guard let certificate = evidence.endorsementCertificates.first, let area = evidence.attestationKey else {
      return false
    }
    let endorsementKey = Hash.digest(certificate.spki)
    return terms.activations.contains { activation in
      guard activation.endorsementKey == endorsementKey, activation.attestationKeyName == area.name else {
        return false
      }
      guard let secret = activation.outstandingSecret else { return true }
      return evidence.activationSecret.map { Hash.digest($0) } == secret
    }
  }

  private mutating func follow(
    _ certificate: TolerantCertificate, _ pool: [TolerantCertificate], _ terms: AppraisalTerms
  ) {
    let outcome = AttestationPath.find(
      from: certificate, through: pool, to: terms.anchors.anchors(for: TPMFormat.name), terms,
      authority: TPMCertificate.authority)
    switch outcome {
    case .anchored(let path):
      weaknesses += path.weaknesses
      signer = EvidenceSigner(
        key: signer?.key ?? Hash.digest(certificate.spki), anchor: path.anchor.id,
        chain: path.certificates.map(\.subjectText))
    case .broken(let reasons): problems += reasons
    }
  }
}
