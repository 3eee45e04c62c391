import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

/// Each certificate here is judged as everything that a certificate can be. Most break most rules, so that a rule that
/// spoke outside its scope would be heard.
@Suite struct ScopeTests {
  static let purposes: [CertificatePurpose] =
    CertificatePolicy.allCases.map { .subject($0) } + [.rootCA, .issuingCA, .ocspResponder]

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
    let unknown = origin(scope: purpose.scope) {
      $0.isAttested = false
      $0.device = nil
    }
    let bad = origin(scope: purpose.scope) {
      $0.key = .issuing
      $0.evidenceClass = .asserted
      for name in ClaimName.allCases { $0.set(name, $0.claims[name].value.negated) }
      $0.attestedDevice = nil
      $0.device = SampleOrigin.record(status: .cancelled, expires: "2026-01-02")
    }
    for origin in [unknown, bad] {
      let findings = Gate("Origin", OriginRules.device + [EvidenceIsFirstHand()])
        .findings(origin, at: Sample.now, under: JudgingTerms(baseline: .etsi2026))
      #expect(strangers(findings, purpose.scope) == [])
    }
  }
}
