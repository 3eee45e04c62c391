import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PSD2AuthorisationIsNumberedTests {
  @Test func `passes: the number`() throws {
    #expect(
      try judge(
        PSD2AuthorisationIsNumbered(),
        subject(.qevcpW) {
          $0.psd2()
          $0.subject(.organizationIdentifier, "PSDDE-BAFIN-123456")
        }) == .passes)
  }

  @Test func `fails: a number of the register`() throws {
    #expect(
      try judge(
        PSD2AuthorisationIsNumbered(),
        subject(.qevcpW) {
          $0.psd2()
        })
        == .fails([
          "subject.organizationIdentifier is NTRDE-HRB123456, must be PSDDE-BAFIN- and the number of the authorisation"
        ]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2AuthorisationIsNumbered(), subject(.qevcpW)) == .doesNotApply)
  }
}
