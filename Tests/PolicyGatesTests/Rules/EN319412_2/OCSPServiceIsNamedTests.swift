import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OCSPServiceIsNamedTests {
  @Test func `passes: an address`() throws {
    #expect(
      try judge(OCSPServiceIsNamed(), subject(services: StatusServices(crl: true, ocsp: true)))
        == .passes)
  }

  @Test func `fails: none, though the CA runs OCSP`() throws {
    #expect(
      try judge(
        OCSPServiceIsNamed(),
        subject(services: StatusServices(crl: true, ocsp: true)) {
          $0.set(AuthorityInformationAccess([Sample.access.descriptions[0]]))
        })
        == .fails(["extensions.authorityInfoAccess.ocsp is absent, must be present, as the CA runs OCSP"]))
  }

  @Test func `does not apply: nobody says what the CA runs`() throws {
    #expect(
      try judge(OCSPServiceIsNamed(), subject { $0.remove(AuthorityInformationAccess.self) })
        == .doesNotApply)
  }

  @Test func `does not apply: a CA without OCSP`() throws {
    #expect(
      try judge(OCSPServiceIsNamed(), subject(services: StatusServices(crl: true, ocsp: false)))
        == .doesNotApply)
  }
}
