import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerCertificateIsOfferedTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(IssuerCertificateIsOffered(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: OCSP alone`() throws {
    #expect(
      try judge(
        IssuerCertificateIsOffered(),
        subject(.dvcp) {
          $0.set(
            AuthorityInformationAccess([
              AccessDescription(method: .ocspAccess, location: .uri("http://pki.example.com/"))
            ]))
        }) == .fails(["extensions.authorityInfoAccess.caIssuers is absent, must be an http address"]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(
      try judge(IssuerCertificateIsOffered(), subject(.dvcp) { $0.remove(AuthorityInformationAccess.self) })
        == .doesNotApply)
  }
}
