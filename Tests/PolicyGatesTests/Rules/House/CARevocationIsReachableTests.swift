import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CARevocationIsReachableTests {
  @Test func `passes: both addresses`() throws {
    #expect(try judge(CARevocationIsReachable(), issuingCA()) == .passes)
  }

  @Test func `fails: neither`() throws {
    #expect(
      try judge(
        CARevocationIsReachable(),
        issuingCA {
          $0.remove(CRLDistributionPoints.self)
          $0.remove(AuthorityInformationAccess.self)
        })
        == .fails([
          "extensions.cRLDistributionPoints is no address, must be an address",
          "extensions.authorityInfoAccess is no address, must be an address",
        ]))
  }

  @Test func `does not apply: a root`() throws {
    #expect(try judge(CARevocationIsReachable(), rootCA()) == .doesNotApply)
  }
}
