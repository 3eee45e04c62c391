import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebsiteTests {
  static let policies = RuleScope.web.policies

  @Test(arguments: policies)
  func `the sample certificate of a website is admitted without a finding`(policy: CertificatePolicy) throws {
    let content = try subject(policy)
    #expect(Self.profile(content).findings.map(\.description) == [])
    #expect(CertificateLint.evaluate(try pair(policy), under: Self.terms).findings == [])
  }

  @Test(arguments: policies)
  func `so is its precertificate`(policy: CertificatePolicy) throws {
    let content = try subject(policy) { $0 = $0.precertificate() }
    #expect(Self.profile(content).findings.map(\.description) == [])
  }

  @Test(arguments: Baseline.allCases)
  func `valid but unusual certificates are admitted`(baseline: Baseline) throws {
    let unusual = try [
      subject(.dvcp) {
        $0.subject = []
        $0.set(SubjectAlternativeName([.dnsName("*.xn--bcher-kva.example.com")]), critical: true)
      },
      subject(.ovcp) {
        $0.key = .rsa(bits: 3072)
        $0.set(KeyUsage.keyEncipherment, critical: true)
        $0.set(BasicConstraints(isCA: false), critical: true)
      },
      subject(.dvcp) {
        $0.notAfter = Sample.time("2026-11-27T11:59:59Z")
        $0.remove(CRLDistributionPoints.self)
        $0.set(
          AuthorityInformationAccess([
            AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer"))
          ]))
      },
      subject(.qncpW) {
        $0.subject = SampleCertificate.subject(.ivcp).subject
        $0.policies("2.23.140.1.2.3", "0.4.0.194112.1.5", "0.4.0.2042.1.8")
      },
      subject(.qncpWGen) {
        $0.subject = Sample.personName
        $0.notAfter = Sample.time("2028-11-20T11:59:59Z")
      },
    ]
    for content in unusual {
      let errors = Self.profile(content, JudgingTerms(baseline: baseline)).findings.filter { $0.severity == .error }
      #expect(errors.map(\.description) == [])
    }
  }

  private static let terms = JudgingTerms(baseline: .etsi2026)

  private static func profile(_ content: CertificateContent, _ terms: JudgingTerms = terms) -> Evaluation {
    CertificateLint.evaluate(content, form: CertificateForm(), issuer: nil, under: terms)
  }
}
