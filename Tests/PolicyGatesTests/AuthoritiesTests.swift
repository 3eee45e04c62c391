import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

/// What is no subject's certificate, judged by every rule of the profile.
@Suite struct AuthoritiesTests {
  @Test(arguments: Baseline.allCases)
  func `a root, an issuing CA and a responder are admitted without a finding`(baseline: Baseline) throws {
    for content in [try rootCA(), try issuingCA(), try responder()] {
      let evaluation = CertificateLint.evaluate(
        content, form: CertificateForm(), issuer: nil, under: JudgingTerms(baseline: baseline))
      #expect(evaluation.findings == [], "\(content.purpose)")
    }
  }

  @Test func `a responder needs no address of a CRL, and a subject does (GEN-4.3.11-1A)`() throws {
    #expect(try judge(RevocationIsReachable(), responder()) == .doesNotApply)
    #expect(try judge(CACertificateIsReachable(), responder()) == .doesNotApply)
  }
}
