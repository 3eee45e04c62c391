internal import Cryptography
internal import Documents
internal import Evidence
internal import Records
internal import TokenPool
internal import X509

/// Takes a certificate that another CA made for a key of ours: it must be over that key, and verify.
struct ImportCertificate: CeremonyStep {
  static let verb = "import-certificate"

  let head: StepHead
  let key: KeySource
  let certificateFile: String
  /// Whose key signed it.
  let issuerCertificateFile: String
  let outputFile: String

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    key = try fields.required("key", as: KeySource.shape)
    certificateFile = try fields.required("certificate", as: .line)
    issuerCertificateFile = try fields.required("issuer-certificate", as: .line)
    outputFile = try fields.required("output", as: .certificateFile)
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    key.referenceProblem("key", earlier: earlier)
  }

  var plan: [PlanLine] {
    [
      PlanLine("import", "the certificate \(certificateFile) over \(key.description)"),
      PlanLine("require", "the same key, and a signature by \(issuerCertificateFile)"), PlanLine("write", outputFile),
    ]
  }

  func check(_ check: inout ScriptCheck) {
    check.claimOutput("output.certificate", outputFile)
    // The certificate itself may come on a medium in the course of the ceremony.
    switch key {
    case .step, .token: break
    case .request(let file):
      guard let (request, isSigned) = check.request("key.request", file) else { return }
      guard isSigned == .yes else { return check.problem("key.request", "\"\(file)\" is not signed by its own key") }
      keep(request.subjectPublicKeyInfo, "key.request", &check)
    case .certificate(let file):
      guard let certificate = check.certificate("key.certificate", file) else { return }
      keep(certificate.tbsCertificate.subjectPublicKeyInfo, "key.certificate", &check)
    }
  }

  private func keep(_ info: SubjectPublicKeyInfo, _ member: String, _ check: inout ScriptCheck) {
    do throws(CeremonyError) { check.elsewhere[id] = try DraftKey(elsewhere: info) } catch {
      check.problem(member, error.message)
    }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let wanted = try await room.key(key)
    let certificate = try read(certificateFile, in: room)
    let issuer = try read(issuerCertificateFile, in: room)
    guard certificate.tbsCertificate.subjectPublicKeyInfo.derBytes == wanted.info.derBytes else {
      throw CeremonyError(.refused, "\(certificateFile) is over another key than \(key.description)")
    }
    do {
      _ = try CertificatePath.build(leaf: certificate, intermediates: [], anchors: [issuer], at: room.clock.now())
    } catch {
      throw CeremonyError(.refused, "\(certificateFile) does not verify with \(issuerCertificateFile): \(error)")
    }
    try room.intentIsOnRecord(mayMake: [])
    try room.performed(making: [])
    let tbs = certificate.tbsCertificate
    try await room.note(
      .certificateImported,
      [
        "subject": .string(tbs.subject.description), "issuer": .string(tbs.issuer.description),
        "serial": .string(tbs.serialNumber.description),
        "certificate": .object(["sha256": .string(Hash.digest(certificate.derBytes).hex)]),
        "issuerCertificate": .object(["sha256": .string(Hash.digest(issuer.derBytes).hex)]),
        "spkiSHA256": .string(wanted.facts.spkiSHA256.hex),
      ], blobs: [Blob(certificate.derBytes), Blob(issuer.derBytes)])
    room.say("\(tbs.subject), issued by \(tbs.issuer)")
    room.say("over the key that was named, and verified; SHA-256 of the certificate")
    room.say("  \(Hash.digest(certificate.derBytes).hex)")
    room.keep(certificate.derBytes)
    try await room.output(outputFile, Array(certificate.pem.utf8))
    try await room.done()
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let line = evidence.lines.last { $0.record.kind == .certificateImported }
    if let object = line?.blobs.first?.content { room.keep(object) }
  }

  private func read(_ name: String, in room: isolated CeremonyRoom) throws(CeremonyError) -> Certificate {
    let text = String(decoding: try FilePath.read(room.path(name)), as: UTF8.self)
    do { return try Certificate(pem: text) } catch {
      throw CeremonyError(.usage, "\"\(name)\" is no certificate in PEM: \(error)")
    }
  }
}
