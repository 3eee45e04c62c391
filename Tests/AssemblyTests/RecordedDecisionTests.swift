import Applications
import Attestation
import Cryptography
import DER
import Evidence
import PolicyGates
import Testing
import TestSupport
import X509

@testable import Assembly

/// What the gateway knew of one decision, and what its record says.
private struct Scene {
  let request: SigningRequest
  var circumstances: Circumstances

  init() throws {
    let sample = SampleEvidence(.qcpNQSCD)
    let office = try SampleOffice()
    let tbs = try sample.certificate.tbs()
    let issuer = try sample.issuer.tbs()
    request = SigningRequest(
      issuer: "issuing", tbsCertificate: tbs.derBytes, csr: nil, policy: .qcpNQSCD, event: .initial,
      application: try office.document(SampleProcess()).canonicalBytes(), attestation: nil, previousCertificate: nil,
      precertificate: nil,
      digest: Hash.digest(tbs.derBytes))
    circumstances = Circumstances(
      requester: sample.requester, requesterCertificate: [1],
      issuer: IssuerFacts(certificate: issuer, publicKey: sample.issuerKey.facts),
      issuerCertificate: Certificate(tbs: issuer, signatureAlgorithm: issuer.signature, signature: [0]).derBytes,
      issuerKey: KeyIdentity(ckaID: [1, 0xFF], spkiSHA256: sample.issuerKey.facts.spkiSHA256),
      liveAttributes: Scene.attributes(of: sample.certificate.key), device: SampleOrigin.record(),
      registers: RegisterAnswers(serial: sample.serial),
      service: try ServiceDocument(yaml: Array(ServiceDescription.sampleYAML.utf8)),
      officers: OfficerRegister([
        try RegisteredOfficer(
          id: "officer-1", roles: [.registrationOfficer], pem: try office.publicKey("officer-1"),
          validFrom: Sample.instant("2026-01-01"), validUntil: Sample.instant("2027-12-31"))
      ]),
      terms: JudgingTerms(
        baseline: .cir2025,
        raised: try RaisedSeverities(["etsi.en_319_411_1.gen-6-3-3-02a.serial_number_short"])),
      demo: true, now: Sample.now)
  }

  private static func attributes(of key: SampleKey) -> KeyAttributes {
    KeyAttributes(
      device: SampleOrigin.identity, tokenLabel: "subject", hardwareSlot: .yes, spki: key.facts.spki, local: .yes,
      sensitive: .yes, alwaysSensitive: .yes, neverExtractable: .unknown, extractable: .no,
      generationMechanism: nil, readAt: Sample.now)
  }

  var decision: RecordedDecision? {
    RecordedDecision(
      record: .object([
        "issuer": .string("issuing"), "policy": .string("qcp-n-qscd"), "event": .string("initial"),
        "request": .string(request.digest.hex), "decidedAt": .string(circumstances.now.description),
        "demo": .bool(true),
      ]))
  }

  var kept: RawEvidence { RawEvidence(request, circumstances) }
}

@Suite struct RecordedDecisionTests {
  @Test func `what is kept and read back is the same evidence`() throws {
    let scene = try Scene()
    let decision = try #require(scene.decision)
    let kept = try RawEvidence(scene.kept.items.map { ($0.name.rawValue, $0.content) })
    let request = try decision.request(kept)
    let circumstances = try decision.circumstances(kept)
    #expect(request == scene.request)
    #expect(RawEvidence(request, circumstances).items == scene.kept.items)
    #expect(circumstances.requester == scene.circumstances.requester)
    #expect(circumstances.issuerKey == scene.circumstances.issuerKey)
    #expect(circumstances.liveAttributes == scene.circumstances.liveAttributes)
    #expect(circumstances.terms == scene.circumstances.terms)
    #expect(circumstances.device == scene.circumstances.device)
    #expect(circumstances.service.description == scene.circumstances.service.description)
    #expect(circumstances.officers.json == scene.circumstances.officers.json)
    #expect(
      CertificateGates.evaluate(try circumstances.judged(scene.request))
        == CertificateGates.evaluate(try scene.circumstances.judged(scene.request)))
  }

  @Test func `anchors and advisories of the operator, the nonce and the channel are kept and read back`() throws {
    var scene = try Scene()
    scene.circumstances.isChannelCertified = true
    scene.circumstances.sourceDevice = SampleOrigin.record(status: .cancelled)
    scene.circumstances.nonce = [1, 2, 3]
    scene.circumstances.enrolment = Sample.termsSHA256
    scene.circumstances.appraisal = AppraisalSettings(
      anchors: [
        Anchor(
          id: "operator:a", formats: ["tpm", "luna"], role: .owner, name: "CN=a", spki: [0x30],
          lastCertificateEnds: nil,
          origin: "test", certificateSHA256: Hash.digest([1])),
        Anchor(
          id: "operator:b", formats: ["tpm"], role: .manufacturer, name: "CN=b", spki: [0x31],
          lastCertificateEnds: Sample.now, origin: "test", certificateSHA256: nil),
      ],
      advisories: [
        Advisory(
          id: "X-1", kind: .advisory, title: "a defect", vendor: "Example", models: ["HSM"],
          firmwareFrom: FirmwareVersion("1.2"), firmwareBelow: FirmwareVersion("0"), keyTypes: [.ec, .rsa],
          source: "https://example.test/x", date: Sample.now)
      ], evidenceArc: ObjectIdentifier("1.3.6.1.5.5.999"), legacy: [.sha1])
    let kept = scene.kept
    let read = try #require(scene.decision).circumstances(kept)
    #expect(read.appraisal == scene.circumstances.appraisal)
    #expect(read.isChannelCertified)
    #expect(read.sourceDevice == scene.circumstances.sourceDevice)
    #expect(read.nonce == [1, 2, 3])
    #expect(read.enrolment == Sample.termsSHA256)
    #expect(RawEvidence(scene.request, read).items == kept.items)
  }

  private static let keeping = WrappedKeeping(
    credential: "cred-1", provenAt: Sample.now, mechanism: "aes-key-wrap-pad",
    wrappingKey: WrappingKeyFacts(
      label: "wrapping", ckaID: [1, 2], checkValue: [3], local: .yes, alwaysSensitive: .no, neverExtractable: .unknown,
      trusted: .yes, isPrivate: .yes), isChannelCertified: true)

  @Test func `what the gateway's own record says of a key that it keeps is kept, read back and judged`() throws {
    var scene = try Scene()
    let attributes = try #require(scene.circumstances.liveAttributes)
    scene.circumstances.liveAttributes = nil
    scene.circumstances.keeping = Self.keeping
    scene.circumstances.recordedAttributes = PKCS11Attributes(readLive: attributes).statement
    let kept = try RawEvidence(scene.kept.items.map { ($0.name.rawValue, $0.content) })
    let read = try #require(scene.decision).circumstances(kept)
    #expect(read.keeping == Self.keeping)
    #expect(read.liveAttributes == nil)
    #expect(RawEvidence(scene.request, read).items == scene.kept.items)
    // The statement stands there as it was kept, so that its address is the one in the credential's record.
    #expect(kept[.recordedOrigin] == PKCS11Attributes(readLive: attributes).statement.canonicalBytes())
    let reading = try CertificateReading(scene.request)
    for isCertified in [true, false] {
      var circumstances = read
      circumstances.keeping?.isChannelCertified = isCertified
      let key = try #require(try circumstances.origin(of: reading).key)
      #expect(key.evidenceClass == (isCertified ? .attributesRecordedCertifiedChannel : .attributesRecorded))
      let evidence = try circumstances.judged(scene.request)
      #expect(evidence.kept?.recorded == key)
      #expect(evidence.kept?.keeping.credential == "cred-1")
    }
  }

  @Test func `a record that is no evidence keeps its reason, and is none when read back`() throws {
    var scene = try Scene()
    scene.circumstances.liveAttributes = nil
    scene.circumstances.keeping = WrappedKeeping(
      credential: "cred-1", provenAt: nil, mechanism: "aes-key-wrap-pad", wrappingKey: nil, problem: "was altered")
    let read = try #require(scene.decision).circumstances(scene.kept)
    #expect(read.keeping == scene.circumstances.keeping)
    let evidence = try read.judged(scene.request)
    #expect(evidence.attestedKey == nil)
    let finding = CertificateGates.evaluate(evidence).findings.first {
      $0.rule == "etsi.en_319_411_2.sdp-6-5-1-04.key_origin_unknown"
    }
    #expect(finding?.found == "absent: was altered")
  }

  @Test func `a recorded statement without the record that it belongs to is refused by name`() throws {
    var scene = try Scene()
    let attributes = try #require(scene.circumstances.liveAttributes)
    scene.circumstances.recordedAttributes = PKCS11Attributes(readLive: attributes).statement
    let decision = try #require(scene.decision)
    #expect(throws: AssemblyError.missing(.wrappedKeeping)) { try decision.circumstances(scene.kept) }
    scene.circumstances.keeping = Self.keeping
    scene.circumstances.recordedAttributes = .object(["format": .string("something else")])
    let read = try decision.circumstances(scene.kept)
    #expect(throws: AssemblyError.self) { try read.origin(of: try CertificateReading(scene.request)) }
  }

  @Test func `a module's word over a certified channel is worth more than over any other`() throws {
    var scene = try Scene()
    let reading = try CertificateReading(scene.request)
    #expect(try scene.circumstances.origin(of: reading).key?.evidenceClass == .attributesLive)
    scene.circumstances.isChannelCertified = true
    #expect(try scene.circumstances.origin(of: reading).key?.evidenceClass == .attributesLiveCertifiedChannel)
  }

  @Test func `what a client sends does not outrank what the token says`() throws {
    var scene = try Scene()
    let attributes = try #require(scene.circumstances.liveAttributes)
    let sent = PKCS11Attributes(readOverCertifiedChannel: attributes).statement.canonicalBytes()
    let request = scene.request
    let told = SigningRequest(
      issuer: request.issuer, tbsCertificate: request.tbsCertificate, csr: nil, policy: request.policy,
      event: request.event, application: request.application, attestation: sent, sourceAttestation: sent,
      previousCertificate: nil, precertificate: nil, digest: request.digest)
    let reading = try CertificateReading(told)
    let origin = try scene.circumstances.origin(of: reading)
    #expect(origin.key?.evidenceClass == .attributesLive)
    #expect(origin.source?.evidenceClass == .asserted)
    scene.circumstances.liveAttributes = nil
    #expect(try scene.circumstances.origin(of: reading).key?.evidenceClass == .asserted)
  }

  @Test func `an entry in the list of weak keys is kept, read back and judged`() throws {
    var scene = try Scene()
    #expect(scene.kept[.knownWeakKey] == nil)
    let entry = KnownWeakKeys.Entry(name: "lost card", source: "incident 7", date: Sample.now)
    scene.circumstances.knownWeakKey = entry
    let circumstances = try #require(scene.decision).circumstances(scene.kept)
    #expect(circumstances.knownWeakKey == entry)
    let findings = CertificateGates.evaluate(try circumstances.judged(scene.request)).findings
    #expect(findings.contains { $0.rule == "sealgate.weakness.any.published" })
  }

  private static let key = Hash.digest([7])
  private static let later = Sample.now.adding(seconds: 60)

  static func statuses() throws -> [SerialStatus] {
    let serial = try #require(SerialNumber(hex: "0102ff"))
    let reservation = SerialReservation(
      serial: serial, issuer: "a", requester: "b", subjectKey: key, reservedAt: Sample.now, expires: later)
    return [
      .unknown, .spent(decision: .random()), .imported(issuer: "a"),
      .precertified(Precertification(reservation: reservation, decision: .random(), certificate: nil)),
      .precertified(Precertification(reservation: reservation, decision: .random(), certificate: key)),
      .reserved(
        SerialReservation(
          serial: serial, issuer: "a", requester: "b", subjectKey: nil, reservedAt: Sample.now, expires: nil)),
      .reserved(
        SerialReservation(
          serial: serial, issuer: "a", requester: "b", subjectKey: key, reservedAt: Sample.now, expires: later)),
    ]
  }

  @Test(arguments: try statuses()) func `every answer of the serial register is read back`(status: SerialStatus) throws
  {
    var scene = try Scene()
    scene.circumstances.registers = RegisterAnswers(serial: status)
    let decision = try #require(scene.decision)
    #expect(try decision.circumstances(scene.kept).registers.serial == status)
  }

  @Test(arguments: EvidenceName.allCases) func `evidence that is twice there is refused`(name: EvidenceName) {
    #expect(throws: AssemblyError.malformed(name, problem: "it is there twice")) {
      try RawEvidence([(name.rawValue, []), (name.rawValue, [])])
    }
  }

  @Test func `the process reaches the gates: the application, who signed it, and the service`() throws {
    let scene = try Scene()
    let process = try scene.circumstances.judged(scene.request).process
    #expect(process.application?.id == "APP-1")
    #expect(process.signatures.map(\.part) == [.registration, .approval(0)])
    #expect(process.signatures.map(\.verified) == [.yes, .unknown])
    #expect(process.registrationSHA256 == process.application?.processing?.approvals.first?.registrationSHA256)
    #expect(process.subjectSHA256 == process.application?.registration?.attributesSHA256)
    #expect(process.service == ServiceDescription.sample)
    #expect(process.requester == "ra-1")
  }

  @Test func `an application that is none is refused by path`() throws {
    let request = try Scene().request
    let broken = SigningRequest(
      issuer: request.issuer, tbsCertificate: request.tbsCertificate, csr: nil, policy: request.policy,
      event: request.event, application: Array(#"{"id":"A-1","schema":1,"registration":{"name":"x"}}"#.utf8),
      attestation: nil, previousCertificate: nil, precertificate: nil, digest: request.digest)
    let error = #expect(throws: AssemblyError.self) { try CertificateReading(broken) }
    guard case .application("$.registration.name", _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `evidence of a later version is refused by name`() {
    #expect(throws: AssemblyError.unknown("tea leaves")) { try RawEvidence([("tea leaves", [])]) }
  }

  @Test(arguments: [
    EvidenceName.tbsCertificate, .application, .issuerCertificate, .issuerKey, .requester, .registers, .service,
    .officers,
  ])
  func `a record without what every decision rests on is refused by name`(name: EvidenceName) throws {
    let scene = try Scene()
    let decision = try #require(scene.decision)
    let kept = try RawEvidence(scene.kept.items.filter { $0.name != name }.map { ($0.name.rawValue, $0.content) })
    #expect(throws: AssemblyError.missing(name)) {
      _ = try decision.request(kept)
      _ = try decision.circumstances(kept)
    }
  }
}

extension Circumstances {
  /// All evidence for the gates, the key's origin appraised.
  fileprivate func judged(_ request: SigningRequest) throws -> CertificateEvidence {
    let reading = try CertificateReading(request)
    return evidence(reading, origin: try origin(of: reading))
  }
}
