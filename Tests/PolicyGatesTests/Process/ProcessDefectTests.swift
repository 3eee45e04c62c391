import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ProcessDefectTests {
  /// The findings of a lint on the certificate and all that is known of its process.
  private func rules(_ sample: SampleProcess) throws -> Set<String> {
    let content = CertificateContent(
      purpose: .subject(sample.policy), tbs: try sample.certificate.tbs(), subjectKey: sample.certificate.key.facts,
      demo: false, issuedAt: sample.now, subjectKind: sample.application.registration?.subjectKind,
      statusServices: sample.service.status, policyRegister: sample.service.policies)
    let facts = sample.evidence.facts(
      on: content, event: sample.event, csr: sample.csr, requester: nil, now: sample.now)
    let evaluation = CertificateLint.evaluate(
      content, form: CertificateForm(defects: []), issuer: nil, process: facts,
      under: JudgingTerms(baseline: .etsi2026, houseRules: .enforced))
    return Set(evaluation.findings.map(\.rule))
  }

  private func sample(_ policy: CertificatePolicy) -> SampleProcess {
    SampleProcess(policy, certificate: SampleCertificate.website(policy))
  }

  @Test func `each rule on the process has an application that breaks it alone`() {
    let lists = [
      ProcessRules.boundary, ProcessRules.registration, ProcessRules.application, ProcessRules.agreement,
      ProcessRules.device, ProcessRules.control, ProcessRules.retention,
    ]
    let rules = Set(lists.joined().map { type(of: $0).metadata.id })
    let broken = Set(ProcessDefect.all.map(\.rule))
    #expect(rules.subtracting(broken).sorted() == [], "no defect")
    #expect(broken.subtracting(rules).sorted() == [], "no rule")
  }

  @Test(arguments: ProcessDefect.all) func `one defect, one rule`(defect: ProcessDefect) throws {
    var sample = sample(defect.policy)
    defect.change(&sample)
    #expect(try rules(sample) == [defect.rule])
  }

  @Test(arguments: CertificatePolicy.allCases)
  func `a complete application is admitted without a finding`(policy: CertificatePolicy) throws {
    #expect(try rules(sample(policy)) == [])
  }
}
