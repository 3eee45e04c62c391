import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CACertificateIsReachableTests {
  @Test func `passes: an http address`() throws {
    #expect(try judge(CACertificateIsReachable(), subject()) == .passes)
  }

  @Test func `fails: OCSP only`() throws {
    #expect(
      try judge(
        CACertificateIsReachable(), subject { $0.set(AuthorityInformationAccess([Sample.access.descriptions[1]])) })
        == .fails(["extensions.authorityInfoAccess.caIssuers is absent, must be an http or https address"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(CACertificateIsReachable(), rootCA()) == .doesNotApply)
  }
}
