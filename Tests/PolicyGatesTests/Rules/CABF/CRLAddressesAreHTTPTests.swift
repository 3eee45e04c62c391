import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CRLAddressesAreHTTPTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(CRLAddressesAreHTTP(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: https`() throws {
    #expect(
      try judge(
        CRLAddressesAreHTTP(),
        subject(.dvcp) { $0.set(CRLDistributionPoints([DistributionPoint(uri: "https://pki.example.com/crl")])) })
        == .fails([
          "extensions.cRLDistributionPoints is URI:https://pki.example.com/crl, must be http addresses alone, without reasons or another issuer"
        ]))
  }

  @Test func `fails: a name relative to the issuer's`() throws {
    #expect(
      try judge(
        CRLAddressesAreHTTP(),
        subject(.dvcp) {
          $0.set(
            CRLDistributionPoints([DistributionPoint(name: .relativeToIssuer([Sample.attribute(.commonName, "1")]))]))
        })
        == .fails([
          "extensions.cRLDistributionPoints is no full name, must be http addresses alone, without reasons or another issuer"
        ]))
  }

  @Test func `fails: some reasons`() throws {
    #expect(
      try judge(
        CRLAddressesAreHTTP(),
        subject(.dvcp) {
          $0.set(
            CRLDistributionPoints([
              DistributionPoint(name: .fullName([.uri("http://pki.example.com/crl")]), reasons: .keyCompromise)
            ]))
        })
        == .fails([
          "extensions.cRLDistributionPoints is some reasons, must be http addresses alone, without reasons or another issuer"
        ]))
  }

  @Test func `fails: another issuer`() throws {
    #expect(
      try judge(
        CRLAddressesAreHTTP(),
        subject(.dvcp) {
          $0.set(
            CRLDistributionPoints([
              DistributionPoint(
                name: .fullName([.uri("http://pki.example.com/crl")]),
                crlIssuer: [.directoryName(Name(Sample.rootName))])
            ]))
        })
        == .fails([
          "extensions.cRLDistributionPoints is another issuer, must be http addresses alone, without reasons or another issuer"
        ]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(try judge(CRLAddressesAreHTTP(), subject(.dvcp) { $0.remove(CRLDistributionPoints.self) }) == .doesNotApply)
  }
}
