internal import Documents
internal import Evidence
internal import X509

/// Certifies a key with the key of an issuer that is on the token already.
struct SubordinateCertificate: CeremonyStep {
  static let verb = "subordinate-certificate"

  let head: StepHead
  /// The step that makes the key.
  let key: String
  let issuerCertificateFile: String
  /// CKA_LABEL of the issuer's key on the token; its public key must be that of the certificate.
  let issuerKeyLabel: String
  let profile: CertificateProfile
  let certificateFile: String

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    key = try fields.required("key", as: .identifier)
    (issuerCertificateFile, issuerKeyLabel) = try fields.required(
      "issuer",
      as: .object { fields throws(DocumentError) in
        (try fields.required("certificate", as: .line), try fields.required("key-label", as: .tokenLabel))
      })
    profile = try CertificateProfile(&fields)
    certificateFile = try fields.required("output", as: .certificateFile)
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    earlier.keyStep(key) == nil ? Problem("key", "no earlier step \"\(key)\" makes a key") : nil
  }

  var plan: [PlanLine] {
    [
      PlanLine("certify", "the key of \(key) with the key \(issuerKeyLabel) of \(issuerCertificateFile)")
    ] + profile.plan + [PlanLine("write", certificateFile)]
  }

  func check(_ check: inout ScriptCheck) {
    check.claimOutput("output.certificate", certificateFile)
    guard let issuer = check.issuerCertificate("issuer.certificate", issuerCertificateFile) else { return }
    check.lint(CertificateDraft(profile, issuer: .certificate(issuer), now: check.now), of: id, keyStep: key)
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let pair = try await room.token.keyPair(label: issuerKeyLabel)
    guard case .certificate(let issuer)? = room.drafts[id]?.issuer else { return }
    guard issuer.tbsCertificate.subjectPublicKeyInfo.derBytes == pair.spki else {
      return room.problem(
        "issuer.key-label", "the key \(issuerKeyLabel) on the token is not the one in \(issuerCertificateFile)")
    }
    try await room.prepareCertificate(keyStep: key)
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    if let object = evidence.signedObject { room.keep(object) }
  }

  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.carryOnCertificate(self, evidence, file: certificateFile)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    // Looked up again: between the checks and now the token may have been another's.
    let pair = try await room.token.keyPair(label: issuerKeyLabel)
    try await room.issueCertificate(keyStep: key, signer: pair.identity, file: certificateFile)
  }
}

extension ArraySlice<any CeremonyStep> {
  func keyStep(_ id: String) -> GenerateKey? {
    first { $0.id == id } as? GenerateKey
  }
}

extension FieldShape where Value == String {
  static var certificateFile: FieldShape {
    .object { fields throws(DocumentError) in try fields.required("certificate", as: .line) }
  }
}
