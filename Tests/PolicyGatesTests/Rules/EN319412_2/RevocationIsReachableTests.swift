import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RevocationIsReachableTests {
  @Test func `passes: a distribution point`() throws {
    #expect(try judge(RevocationIsReachable(), subject()) == .passes)
  }

  @Test func `fails: neither distribution point nor OCSP`() throws {
    #expect(
      try judge(
        RevocationIsReachable(),
        subject {
          $0.remove(CRLDistributionPoints.self)
          $0.set(AuthorityInformationAccess([Sample.access.descriptions[0]]))
        })
        == .fails([
          "extensions.cRLDistributionPoints is neither a distribution point nor an OCSP address, must be "
            + "one of them, or validity assured"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(RevocationIsReachable(), rootCA()) == .doesNotApply)
  }
}
