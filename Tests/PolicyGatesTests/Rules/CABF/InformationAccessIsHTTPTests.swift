import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct InformationAccessIsHTTPTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(InformationAccessIsHTTP(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: OCSP over https`() throws {
    #expect(
      try judge(
        InformationAccessIsHTTP(),
        subject(.dvcp) {
          $0.set(
            AuthorityInformationAccess([
              AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer")),
              AccessDescription(method: .ocspAccess, location: .uri("https://pki.example.com/")),
            ]))
        })
        == .fails([
          "extensions.authorityInfoAccess is 1.3.6.1.5.5.7.48.1 URI:https://pki.example.com/, must be ocsp or caIssuers at an http address"
        ]))
  }

  @Test func `fails: a responder by name`() throws {
    #expect(
      try judge(
        InformationAccessIsHTTP(),
        subject(.dvcp) {
          $0.set(
            AuthorityInformationAccess([
              AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer")),
              AccessDescription(method: .ocspAccess, location: .dnsName("pki.example.com")),
            ]))
        })
        == .fails([
          "extensions.authorityInfoAccess is 1.3.6.1.5.5.7.48.1 DNS:pki.example.com, must be ocsp or caIssuers at an http address"
        ]))
  }

  @Test func `fails: another access`() throws {
    #expect(
      try judge(
        InformationAccessIsHTTP(),
        subject(.dvcp) {
          $0.set(
            AuthorityInformationAccess([
              AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer")),
              AccessDescription(method: ObjectIdentifier(1, 2, 3), location: .uri("http://pki.example.com/")),
            ]))
        })
        == .fails([
          "extensions.authorityInfoAccess is 1.2.3 URI:http://pki.example.com/, must be ocsp or caIssuers at an http address"
        ]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(
      try judge(InformationAccessIsHTTP(), subject(.dvcp) { $0.remove(AuthorityInformationAccess.self) })
        == .doesNotApply)
  }
}
