internal import Cryptography
internal import Evidence

/// Statements of TPM 2.0 about a key: TPM2_Certify and TPM2_CertifyCreation, bare, in TCG's form or in WebAuthn's.
///
/// docs/ATTESTATION.md, section tpm, says what each field claims and what a TPM cannot show.
enum TPMFormat: AttestationFormat {
  static let name = "tpm"
  static let partNames = TPMEvidence.partNames

  static func recognises(_ statement: Statement) -> Bool {
    guard let whole = statement.parts[Statement.whole] else { return statement.parts["attest"] != nil }
    return WebAuthnObject.isOne(whole) || TPMEvidence.isTriple(whole) || WindowsKeyStatement.isOne(whole)
  }

  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let evidence = try TPMEvidence(statement)
    var key = AttestedKey(
      spki: evidence.key.spki, spkiSHA256: Hash.digest(evidence.key.spki), format: name, offeredClass: .signed,
      rawDigest: statement.digest)
    key.localName = Hex.encode(evidence.key.name)
    let trust = TPMTrust(evidence, terms)
    TPMClaims.make(evidence, &key)
    key.problems += reserved(evidence.key, "public") + content(evidence) + trust.problems
    key.weaknesses += trust.weaknesses
    key.signer = trust.signer
    key.device = trust.device
    if let model = trust.device?.model {
      // An emulator says what it is, if anything; a TPM that is none says nothing about its making.
      if model == "swtpm" { key.claims.set(.productionGrade, false, "the endorsement certificate's model") }
    }
    try signature(evidence, terms, trust, &key)
    freshness(evidence, &key)
    return [key]
  }

  // MARK: - What was signed

  /// The kind of statement, and that it is about the key in the public area.
  private static func content(_ evidence: TPMEvidence) -> [AppraisalProblem] {
    let attest = evidence.attest
    var problems: [AppraisalProblem] = []
    if attest.magic != TPMAttest.generated {
      problems.append(
        AppraisalProblem(
          .notAKeyAttestation,
          "magic \(TPMReader.spell(attest.magic)), not \(TPMReader.spell(TPMAttest.generated)): no TPM made it"))
    }
    let name: [UInt8]
    switch attest.body {
    case .certify(let stated):
      name = stated
      if evidence.creationData != nil {
        problems.append(AppraisalProblem(.partsDisagree, "creation data beside a TPM2_Certify"))
      }
    case .creation(let stated, let creationHash):
      name = stated
      if let data = evidence.creationData, evidence.key.nameAlgorithm.digest(data.bytes) != creationHash {
        problems.append(AppraisalProblem(.partsDisagree, "creationHash is not the digest of creation-data"))
      }
    case .other(let type):
      return problems + [AppraisalProblem(.notAKeyAttestation, TPMAttest.word(type))]
    }
    if name != evidence.key.name {
      problems.append(
        AppraisalProblem(
          .partsDisagree,
          "attested name \(Hex.encode(name)) is not that of the public area, \(Hex.encode(evidence.key.name))"))
    }
    return problems
  }

  /// Bits without a meaning may get one that turns the claim around.
  static func reserved(_ area: TPMPublic, _ part: String) -> [AppraisalProblem] {
    guard area.attributes.reserved != 0 else { return [] }
    return [
      AppraisalProblem(
        .claimUnknownValue, "\(part).objectAttributes has reserved bits \(TPMReader.spell(area.attributes.reserved))")
    ]
  }

  // MARK: - Who signed

  private static func signature(
    _ evidence: TPMEvidence, _ terms: AppraisalTerms, _ trust: TPMTrust, _ key: inout AttestedKey
  ) throws(AttestationError) {
    if evidence.key.nameAlgorithm == .sha1 { legacy("the key's name is a SHA-1", terms, &key) }
    if evidence.attestationKey?.nameAlgorithm == .sha1 { legacy("the AK's name is a SHA-1", terms, &key) }
    guard let spki = trust.spki else { return }
    let signer: PublicKey
    do { signer = try PublicKey(spki: spki) } catch {
      key.problems.append(AppraisalProblem(.algorithmRefused, "attestation key: \(error)"))
      return
    }
    let signature = try TPMSignature(
      evidence.signature, by: signer, stated: evidence.algorithm, part: "signature")
    let own = evidence.attestationKey?.scheme.flatMap { AttestationScheme($0) }
    if let own, !signature.schemes.contains(own) {
      key.problems.append(AppraisalProblem(.signerUnfit, "the signature is of another scheme than its key"))
      return
    }
    do {
      guard let scheme = try signature.scheme(over: evidence.attestBytes, by: signer, terms.signatures) else {
        key.problems.append(AppraisalProblem(.signatureInvalid, "no signature of the attestation key over attest"))
        return
      }
      if let own, own != scheme {
        key.problems.append(AppraisalProblem(.signerUnfit, "the signature is of another scheme than its key"))
      }
      if scheme.isSHA1 { legacy("the statement is signed with SHA-1", terms, &key) }
      binding(evidence, scheme, &key)
    } catch {
      key.problems.append(AppraisalProblem(.algorithmRefused, "signature: \(error)"))
    }
  }

  private static func legacy(_ what: String, _ terms: AppraisalTerms, _ key: inout AttestedKey) {
    if terms.legacy.contains(.sha1) {
      key.weaknesses.append(EvidenceWeakness(.sha1Signature, what))
    } else {
      key.problems.append(AppraisalProblem(.algorithmRefused, what))
    }
  }

  // MARK: - What it is bound to

  /// WebAuthn: extraData is a digest over authenticator data and client data, and the credential is the attested key.
  private static func binding(_ evidence: TPMEvidence, _ scheme: AttestationScheme, _ key: inout AttestedKey) {
    guard let parts = evidence.webAuthn else { return }
    if let expected = parts.extraData(scheme.hash), expected != evidence.attest.extraData {
      key.problems.append(
        AppraisalProblem(.partsDisagree, "extraData is not the digest over authenticator data and client data"))
    }
    guard let authData = parts.authData else { return }
    if authData.spki != evidence.key.spki {
      key.problems.append(AppraisalProblem(.partsDisagree, "the credential's key is not that of the public area"))
    }
    if let stated = evidence.attestationCertificates.first.flatMap({ TPMCertificate.aaguid($0) }),
      stated != authData.aaguid
    {
      key.problems.append(AppraisalProblem(.partsDisagree, "the certificate's AAGUID is not the authenticator's"))
    }
  }

  /// What `Formats` compares with the nonce that was asked for.
  private static func freshness(_ evidence: TPMEvidence, _ key: inout AttestedKey) {
    if let parts = evidence.webAuthn {
      key.nonce = parts.challenge
    } else if !evidence.attest.extraData.isEmpty {
      key.nonce = evidence.attest.extraData
    }
  }
}
