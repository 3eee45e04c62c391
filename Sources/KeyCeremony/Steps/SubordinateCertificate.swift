internal import Documents

/// Certifies a key with the key of an issuer that is on the token already.
struct SubordinateCertificate: CeremonyStep {
  static let verb = "subordinate-certificate"

  let id: String
  /// The step that makes the key.
  let key: String
  let issuerCertificateFile: String
  /// CKA_LABEL of the issuer's key on the token; its public key must be that of the certificate.
  let issuerKeyLabel: String
  let profile: CertificateProfile
  let certificateFile: String

  init(id: String, _ fields: inout Fields) throws(DocumentError) {
    self.id = id
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
