import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CRLAddressIsPublicTests {
  @Test func `passes: an http address`() throws {
    #expect(try judge(CRLAddressIsPublic(), subject()) == .passes)
  }

  @Test func `fails: a file`() throws {
    #expect(
      try judge(
        CRLAddressIsPublic(), subject { $0.set(CRLDistributionPoints([DistributionPoint(uri: "file:///crl")])) })
        == .fails(["extensions.cRLDistributionPoints is file:///crl, must be an http or ldap address"]))
  }

  @Test func `does not apply: no distribution point`() throws {
    #expect(try judge(CRLAddressIsPublic(), rootCA()) == .doesNotApply)
  }
}
