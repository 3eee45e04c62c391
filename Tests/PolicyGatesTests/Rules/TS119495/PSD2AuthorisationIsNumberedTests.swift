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
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "DE-BAFIN")))
          }
          $0.subject(.organizationIdentifier, "PSDDE-BAFIN-123456")
        }) == .passes)
  }

  @Test func `fails: a number of the register`() throws {
    #expect(
      try judge(
        PSD2AuthorisationIsNumbered(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "DE-BAFIN")))
          }
        })
        == .fails([
          "subject.organizationIdentifier is NTRDE-HRB123456, must be PSDDE-BAFIN- and the number of the authorisation"
        ]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2AuthorisationIsNumbered(), subject(.qevcpW)) == .doesNotApply)
  }
}
