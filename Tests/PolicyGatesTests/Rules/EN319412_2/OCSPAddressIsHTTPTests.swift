import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OCSPAddressIsHTTPTests {
  @Test func `passes: an http address`() throws {
    #expect(try judge(OCSPAddressIsHTTP(), subject()) == .passes)
  }

  @Test func `fails: an ldap address`() throws {
    #expect(
      try judge(
        OCSPAddressIsHTTP(),
        subject {
          $0.set(
            AuthorityInformationAccess([AccessDescription(method: .ocspAccess, location: .uri("ldap://demo.example"))]))
        })
        == .fails(["extensions.authorityInfoAccess.ocsp is URI:ldap://demo.example, must be an http or https address"]))
  }

  @Test func `does not apply: no information access`() throws {
    #expect(try judge(OCSPAddressIsHTTP(), rootCA()) == .doesNotApply)
  }
}
