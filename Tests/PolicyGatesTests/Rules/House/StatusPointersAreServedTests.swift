import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct StatusPointersAreServedTests {
  @Test func `passes: both services`() throws {
    #expect(
      try judge(StatusPointersAreServed(), subject(services: StatusServices(crl: true, ocsp: true)))
        == .passes)
  }

  @Test func `fails: a pointer to each, and neither service`() throws {
    #expect(
      try judge(StatusPointersAreServed(), subject(services: StatusServices(crl: false, ocsp: false)))
        == .fails([
          "extensions.cRLDistributionPoints is present, must be absent, as the CA runs no CRLs",
          "extensions.authorityInfoAccess.ocsp is present, must be absent, as the CA runs no OCSP",
        ]))
  }

  @Test func `does not apply: nobody says what the CA runs`() throws {
    #expect(
      try judge(StatusPointersAreServed(), subject())
        == .doesNotApply)
  }
}
