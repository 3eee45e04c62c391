import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CRLAddressIsPublicTests {
  @Test(arguments: [
    ["http://a.example/crl"], ["ldap://a.example/cn=ca"], ["https://a.example/crl", "http://a.example/crl"],
  ])
  func `passes: an http or ldap address among them`(addresses: [String]) throws {
    #expect(try outcome(addresses) == .passes)
  }

  @Test(arguments: ["file:///crl", "https://a.example/crl", "ftp://a.example/crl"])
  func `fails: none but another scheme`(address: String) throws {
    #expect(
      try outcome([address])
        == .fails(["extensions.cRLDistributionPoints is \(address), must be an http or ldap address"]))
  }

  @Test func `does not apply: no distribution point`() throws {
    #expect(try judge(CRLAddressIsPublic(), rootCA()) == .doesNotApply)
  }

  private func outcome(_ addresses: [String]) throws -> Outcome {
    try judge(
      CRLAddressIsPublic(), subject { $0.set(CRLDistributionPoints(addresses.map { DistributionPoint(uri: $0) })) })
  }
}
