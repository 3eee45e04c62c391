import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AffiliationIsEvidencedTests {
  @Test func `passes: evidence of it`() throws {
    #expect(
      try judge(
        AffiliationIsEvidenced(),
        process {
          $0.certificate.subject(.organizationName, "Example AG")
          $0.application.registration?.affiliation = "AFF-1"
        }) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(AffiliationIsEvidenced(), process { $0.certificate.subject(.organizationName, "Example AG") })
        == .fails([
          "application.registration.affiliation is absent, must be the evidence of the affiliation to the organisation in the certificate"
        ]))
  }

  @Test func `does not apply: no organisation in the name`() throws {
    #expect(try judge(AffiliationIsEvidenced(), process()) == .doesNotApply)
  }
}
