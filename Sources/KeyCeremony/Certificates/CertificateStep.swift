internal import Documents
internal import Evidence
internal import PolicyGates

/// A step that makes one certificate. The verbs differ in what they read; what they do is the same.
protocol CertificateStep: SigningStep {
  var order: CertificateOrder { get }
}

/// One certificate to be made.
struct CertificateOrder: Sendable {
  let kind: CACertificateEvidence.Kind
  let key: KeySource
  /// Nil for a root, which signs itself.
  let issuer: SignerSource?
  let profile: CertificateProfile
  /// For a cross-certificate: the certificate that the CA has.
  let existing: CertificateSource?
  /// For a cross-certificate: the request that proves possession; nil where the existing certificate is self-signed.
  let requestFile: String?
  let certificateFile: String

  init(
    _ kind: CACertificateEvidence.Kind, key: KeySource, issuer: SignerSource?, profile: CertificateProfile,
    existing: CertificateSource? = nil, requestFile: String? = nil, certificateFile: String
  ) {
    self.kind = kind
    self.key = key
    self.issuer = issuer
    self.profile = profile
    self.existing = existing
    self.requestFile = requestFile
    self.certificateFile = certificateFile
  }

  /// Key, issuer, profile and output, as all verbs but two spell them.
  init(_ kind: CACertificateEvidence.Kind, _ fields: inout Fields) throws(DocumentError) {
    self.init(
      kind, key: try fields.required("key", as: KeySource.shape),
      issuer: kind == .root ? nil : try fields.required("issuer", as: SignerSource.shape),
      profile: try CertificateProfile(&fields, of: kind),
      certificateFile: try fields.required("output", as: .certificateFile))
  }
}

extension CertificateStep {
  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    if let problem = order.key.referenceProblem("key", earlier: earlier)
      ?? order.issuer?.referenceProblem("issuer", earlier: earlier)
      ?? order.existing?.referenceProblem("certificate", earlier: earlier)
    {
      return problem
    }
    if order.issuer == nil, !order.key.canSign {
      return Problem("key", "a root signs itself, so its key is on the token")
    }
    return schemeProblem(earlier)
  }

  /// Where the signing key's kind is known from the script, the signature must be one that it makes.
  private func schemeProblem(_ earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    let source =
      switch order.issuer {
      case nil: order.key
      case .step(let id): earlier.certificateStep(id)?.order.key
      case .file: KeySource?.none
      }
    guard case .step(let id)? = source, let kind = earlier.keyStep(id)?.kind, !kind.fits(order.profile.signature) else {
      return nil
    }
    return Problem("signature", "\(order.profile.signature.rawValue) cannot be made with a key of type \(kind.name)")
  }

  var plan: [PlanLine] {
    let subject = order.existing.map { "the CA of \($0.description)" } ?? order.key.description
    var lines = [PlanLine("certify", "\(subject) with \(order.issuer?.description ?? "itself")")]
    if order.kind == .intermediate { lines.append(PlanLine("issues to", "CAs alone")) }
    if let request = order.requestFile { lines.append(PlanLine("possession", "the request \(request)")) }
    return lines + order.profile.plan + [PlanLine("write", order.certificateFile)]
  }

  func check(_ check: inout ScriptCheck) {
    check.claimOutput("output.certificate", order.certificateFile)
    check.draft(order, of: id)
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.prepareCertificate(order)
  }

  /// Approvals are for this serial number and, but for keys that are not made yet, these bytes.
  func inputs(in room: isolated CeremonyRoom) -> [String: JSONValue] {
    room.certificates[id]?.inputs ?? [:]
  }

  func write(_ object: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.writeCertificate(object, to: order.certificateFile)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.issueCertificate(order)
  }
}

extension FieldShape where Value == String {
  static var certificateFile: FieldShape {
    .object { fields throws(DocumentError) in try fields.required("certificate", as: .line) }
  }
}
