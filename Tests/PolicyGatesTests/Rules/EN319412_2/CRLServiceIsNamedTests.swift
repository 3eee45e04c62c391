import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CRLServiceIsNamedTests {
  @Test func `passes: a distribution point`() throws {
    #expect(
      try judge(CRLServiceIsNamed(), subject(services: StatusServices(crl: true, ocsp: false)))
        == .passes)
  }

  @Test func `fails: none, though the CA runs CRLs`() throws {
    #expect(
      try judge(
        CRLServiceIsNamed(),
        subject(services: StatusServices(crl: true, ocsp: true)) { $0.remove(CRLDistributionPoints.self) })
        == .fails(["extensions.cRLDistributionPoints is absent, must be present, as the CA runs CRLs"]))
  }

  @Test func `does not apply: nobody says what the CA runs`() throws {
    #expect(
      try judge(CRLServiceIsNamed(), subject { $0.remove(CRLDistributionPoints.self) })
        == .doesNotApply)
  }

  @Test func `does not apply: a CA without CRLs`() throws {
    #expect(
      try judge(CRLServiceIsNamed(), subject(services: StatusServices(crl: false, ocsp: true)))
        == .doesNotApply)
  }
}
