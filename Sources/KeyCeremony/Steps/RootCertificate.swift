internal import Documents

/// Certifies a key with itself.
struct RootCertificate: CeremonyStep {
  static let verb = "root-certificate"

  let head: StepHead
  /// The step that makes the key.
  let key: String
  let profile: CertificateProfile
  let certificateFile: String

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    key = try fields.required("key", as: .identifier)
    profile = try CertificateProfile(&fields)
    certificateFile = try fields.required("output", as: .certificateFile)
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    guard let step = earlier.keyStep(key) else {
      return Problem("key", "no earlier step \"\(key)\" makes a key")
    }
    guard step.kind.fits(profile.signature) else {
      return Problem(
        "signature", "\(profile.signature.rawValue) cannot be made with a key of type \(step.kind.name)")
    }
    return nil
  }

  var plan: [PlanLine] {
    [PlanLine("certify", "the key of \(key) with itself")] + profile.plan + [PlanLine("write", certificateFile)]
  }

  func check(_ check: inout ScriptCheck) {
    check.claimOutput("output.certificate", certificateFile)
    check.lint(CertificateDraft(profile, issuer: .itself, now: check.now), of: id, keyStep: key)
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.prepareCertificate(keyStep: key)
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    if let object = evidence.signedObject { room.keep(object) }
  }

  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.carryOnCertificate(self, evidence, file: certificateFile)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    guard let signer = room.keys[key]?.identity else {
      throw CeremonyError(.refused, "the key of \(key) was not made; this is a defect")
    }
    try await room.issueCertificate(keyStep: key, signer: signer, file: certificateFile)
  }
}
