internal import Applications
internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import FuzzSupport
internal import PolicyGates
internal import X509

extension Gates {
  /// An application after the two bytes that say for which policy and event: every gate over it comes to a verdict.
  static let process = FuzzTarget("process") { input throws(BrokenPromise) in
    guard let first = input.first, let second = input.dropFirst().first, let certificate = Subject.certificate else {
      return false
    }
    let document: ApplicationDocument
    do throws(DocumentError) { document = try ApplicationDocument(json: Array(input.dropFirst(2))) } catch {
      _ = error.description
      return false
    }
    try promise(JSONValue(canonical: document.json.canonicalBytes()) != nil, "what would be kept cannot be read")
    for part in document.signatures.map(\.part) { _ = document.statement(part) }
    let policy = CertificatePolicy.allCases[Int(first) % CertificatePolicy.allCases.count]
    let event = LifecycleEvent.allCases[Int(second) % LifecycleEvent.allCases.count]
    try check(
      CertificateGates.evaluate(certificate.evidence(document, policy, event, verified: second >= 0x80)).findings)
    return true
  }

  static func check(_ findings: [Finding]) throws(BrokenPromise) {
    for finding in findings {
      _ = finding.description
      try promise(finding.field != "(rule)", "\(finding.rule) could not finish: \(finding.found)")
      try promise(!finding.field.isEmpty && !finding.required.isEmpty, "\(finding.rule) names no field or requirement")
    }
  }
}

/// The one certificate that all applications are for; it issues itself.
private struct Subject: Sendable {
  let tbs: TBSCertificate
  let key: KeyFacts

  static let certificate = Subject()
  private static let now = Instant(seconds: 1_795_132_800)

  /// A service with practices, so that the rules over them have their say.
  private static let service = ServiceDescription(
    status: StatusServices(crl: true, ocsp: true),
    practices: Practices(
      methods: [], terms: [], reuseDays: 398, acceptanceDays: 30, listCheckDays: 1,
      registrationAuthorities: ["ra"]))

  private init?() {
    let info = SubjectPublicKeyInfo(
      algorithm: .ed25519, key: BitString(bytes: [UInt8](repeating: 0x42, count: 32)))
    let name = Name([
      AttributeTypeAndValue(.countryName, CharacterString(utf8: "SE")),
      AttributeTypeAndValue(.organizationName, CharacterString(utf8: "Example")),
      AttributeTypeAndValue(.commonName, CharacterString(utf8: "example.com")),
    ])
    guard let notBefore = Time(secondsSinceEpoch: Subject.now.seconds),
      let notAfter = Time(secondsSinceEpoch: Subject.now.seconds + 86_400 * 90),
      let tbs = try? TBSCertificate(
        serialNumber: X509.SerialNumber(magnitude: [0x42]), signature: .ed25519, issuer: name,
        validity: Validity(notBefore: notBefore, notAfter: notAfter), subject: name, subjectPublicKeyInfo: info,
        extensions: [
          Extension(SubjectAlternativeName([.dnsName("*.example.com"), .ipAddress([192, 0, 2, 1])]), critical: false),
          Extension(KeyUsage.nonRepudiation, critical: true),
        ])
    else { return nil }
    self.tbs = tbs
    key = KeyFacts(kind: .ed25519, spki: info.derBytes, spkiSHA256: Hash.digest(info.derBytes))
  }

  func evidence(
    _ document: ApplicationDocument, _ policy: CertificatePolicy, _ event: LifecycleEvent, verified: Bool
  ) -> CertificateEvidence {
    let digest = Hash.digest(tbs.derBytes)
    return CertificateEvidence(
      request: SigningRequest(
        issuer: "issuing", tbsCertificate: tbs.derBytes, csr: nil, policy: policy, event: event,
        application: document.json.canonicalBytes(), attestation: nil, previousCertificate: nil, precertificate: nil,
        digest: digest),
      tbs: tbs, subjectKey: key, issuer: IssuerFacts(certificate: tbs, publicKey: key),
      issuerKey: KeyIdentity(ckaID: [1], spkiSHA256: key.spkiSHA256), csr: nil, attestedKey: nil, device: nil,
      requester: Requester(id: "ra", certificateSHA256: digest, issuers: ["issuing"], policies: [policy]),
      registers: RegisterAnswers(serial: .unknown), previous: nil, precertificateSHA256: nil,
      process: ProcessEvidence(
        application: document.application, registrationSHA256: document.registrationSHA256, subjectSHA256: digest,
        alternativeNamesSHA256: nil,
        signatures: document.signatures.map { statement in
          ProcessSignature(
            part: statement.part, signer: statement.signer, format: statement.format, officer: nil,
            verified: verified ? .yes : .unknown)
        }, service: Subject.service), precertificateVerified: .unknown,
      demo: false, terms: JudgingTerms(baseline: .etsi2026), now: Subject.now)
  }
}
