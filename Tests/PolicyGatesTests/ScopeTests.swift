import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

/// Each certificate here is judged as everything that a certificate can be. Most break most rules, so that a rule that
/// spoke outside its scope would be heard.
@Suite struct ScopeTests {
  static let purposes: [CertificatePurpose] =
    CertificatePolicy.allCases.map { .subject($0) } + [
      .rootCA, .intermediateCA, .issuingCA, .crossCA, .ocspResponder, .crlSigner,
    ]

  private static let scopes = Dictionary(
    RuleCatalogue.all.map { ($0.metadata.id, $0.metadata.scope) }, uniquingKeysWith: { first, _ in first })

  /// The rules that found something without being written for it.
  private func strangers(_ findings: [Finding], _ scope: RuleScope) -> Set<String> {
    Set(findings.map(\.rule)).filter { Self.scopes[$0]?.contains(scope) != true }
  }

  private static func samples() throws -> [SampleCertificate] {
    var bare = SampleCertificate.subject(.qcpN)
    bare.extensions = []
    bare.version = .v1
    bare.issuer = []
    bare.subject = []
    var damaged = SampleCertificate.subject(.qcpN)
    damaged.extensions = damaged.extensions.map { Extension(oid: $0.oid, critical: true, value: [0x05, 0x01]) }
    return CertificatePolicy.allCases.map { .subject($0) } + [
      .shortTerm(), .issuingCA(), .rootCA(), bare, damaged,
    ]
  }

  @Test(arguments: purposes) func `a profile rule keeps to its scope`(purpose: CertificatePurpose) throws {
    for sample in try Self.samples() {
      let content = CertificateContent(
        purpose: purpose, tbs: try sample.tbs(), subjectKey: sample.key.facts, demo: true, issuedAt: Sample.now)
      let findings = Gate("Profile", ProfileRules.all)
        .findings(content, at: Sample.now, under: JudgingTerms(baseline: .etsi2026))
      #expect(strangers(findings, purpose.scope) == [])
    }
  }

  @Test(arguments: purposes) func `an issuer rule keeps to its scope`(purpose: CertificatePurpose) throws {
    for sample in try Self.samples() {
      let tbs = try sample.tbs()
      let content = CertificateContent(
        purpose: purpose, tbs: tbs, subjectKey: sample.key.facts, demo: false, issuedAt: Sample.now)
      let chain = CertificateChain(
        content: content, issuer: IssuerFacts(certificate: tbs, publicKey: sample.key.facts), signingKey: nil)
      let findings = Gate("Issuer", IssuerRules.all)
        .findings(chain, at: Sample.now, under: JudgingTerms(baseline: .etsi2026))
      #expect(strangers(findings, purpose.scope) == [])
    }
  }

  @Test(arguments: purposes) func `an origin rule keeps to its scope`(purpose: CertificatePurpose) {
    let origins = OriginDemand.allCases.flatMap { demand in
      [
        origin(scope: purpose.scope, demand: demand) { $0.lack() },
        origin(scope: purpose.scope, demand: demand) { $0.spoil() },
      ]
    }
    for origin in origins {
      let findings = Gate("Origin", OriginRules.device + [EvidenceIsFirstHand()])
        .findings(origin, at: Sample.now, under: JudgingTerms(baseline: .etsi2026))
      #expect(strangers(findings, purpose.scope) == [])
    }
  }
}

/// Which demand asks what of a key.
@Suite struct OriginDemandTests {
  private func rules(_ demand: OriginDemand, _ change: (inout SampleOrigin) -> Void) -> Set<String> {
    let subject = origin(scope: nil, demand: demand, change)
    return Set(
      Gate("Origin", OriginRules.device).findings(subject, at: Sample.now, under: JudgingTerms(baseline: .etsi2026))
        .map(\.rule))
  }

  @Test func `where nothing is asked, nothing is found`() {
    #expect(rules(.none) { $0.lack() } == [])
    #expect(rules(.none) { $0.spoil() } == [])
  }

  @Test(arguments: [OriginDemand.origin, .secureDevice, .qscd, .caKey])
  func `where anything is asked, no evidence is refused`(demand: OriginDemand) {
    #expect(rules(demand) { $0.lack() }.contains(KeyOriginIsAttested.metadata.id))
  }

  @Test func `each demand asks more than the one before`() {
    let asked = [OriginDemand.origin, .secureDevice, .qscd].map { demand in rules(demand) { $0.spoil() } }
    // What a secure device must be, another rule asks of a QSCD; what warns where origin alone is judged, refuses then.
    let exceptions: Set<String> = [DeviceIsSecure.metadata.id]
    #expect(asked[1].union([KeyUseIsNarrow.metadata.id]).isSuperset(of: asked[0]))
    #expect(asked[2].union(exceptions).isSuperset(of: asked[1]))
    #expect(asked[1].count > asked[0].count && asked[2].count > asked[1].count)
  }

  @Test func `good evidence is admitted under every demand`() {
    for demand in OriginDemand.allCases { #expect(rules(demand) { _ in } == []) }
  }

  @Test func `a key that was moved from another QSCD is admitted with the evidence for both, and only for a QSCD`() {
    #expect(rules(.qscd) { $0.move() } == [])
    #expect(
      rules(.secureDevice) { $0.move() } == [
        KeyWasGeneratedInside.metadata.id, KeyWasNeverExtractable.metadata.id, KeyWasAlwaysSensitive.metadata.id,
      ])
    let unproven = rules(.qscd) { $0.move { $0.evidenceClass = .attributesLive } }
    #expect(unproven.isSuperset(of: [KeyWasGeneratedInside.metadata.id, MovedKeyHasBothEvidence.metadata.id]))
  }

  @Test func `a weakness of every kind has its row`() {
    for kind in EvidenceWeakness.Kind.allCases { #expect(WeaknessSeverity.rows[kind] != nil, "\(kind)") }
  }

  @Test func `a weakness of every kind is a finding, of the severity in its row`() {
    for demand in [OriginDemand.origin, .secureDevice, .qscd, .caKey] {
      for kind in EvidenceWeakness.Kind.allCases {
        let weak = origin(scope: nil, demand: demand) { $0.weaknesses = [EvidenceWeakness(kind, "x")] }
        let findings = Gate("Origin", OriginRules.device)
          .findings(weak, at: Sample.now, under: JudgingTerms(baseline: .etsi2026))
        #expect(findings.map(\.field) == ["attestation.\(kind.rawValue)"])
        #expect(findings.map { $0.severity == .error } == [kind.severity(under: demand) == .error])
      }
    }
  }

  @Test(arguments: OriginPolicy.allCases) func `a policy's verdict is that of its demand`(policy: OriginPolicy) throws {
    let attested = try #require(SampleOrigin().attestedKey)
    func evaluate(_ possession: Truth, _ device: DeviceRecord?) -> Evaluation {
      policy.evaluate(attested, device: device, possession: possession, at: Sample.now)
    }
    #expect(evaluate(.yes, SampleOrigin.record()).admits)
    #expect(!evaluate(.no, SampleOrigin.record()).admits)
    #expect(evaluate(.unknown, nil).admits == (policy == .origin))
    #expect(!policy.evaluate(attested, key: SampleKey.root.facts.spkiSHA256, at: Sample.now).admits)
  }
}

extension SampleOrigin {
  /// Nothing is known.
  fileprivate mutating func lack() {
    isAttested = false
    device = nil
    possession = .unknown
  }

  /// Everything is wrong.
  fileprivate mutating func spoil() {
    key = .issuing
    evidenceClass = .asserted
    for name in ClaimName.allCases { set(name, claims[name].value.negated) }
    for name in [ClaimName.restricted, .decrypts, .exportsKeys] { set(name, .yes) }
    control.userAuthentication = Stated(.once, "pin")
    weaknesses = EvidenceWeakness.Kind.allCases.map { EvidenceWeakness($0, "x") }
    problems = [AppraisalProblem(.signatureInvalid, "x")]
    attestedDevice = nil
    device = SampleOrigin.record(status: .cancelled, demo: true, expires: "2026-01-02")
    device?.kind = DeviceKind.none
    device?.management = .user
    device?.purpose = .seal
    device?.reviewedBy = ""
    moveIsEvidenced = true
    possession = .no
  }
}
