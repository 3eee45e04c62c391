import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListSignerIsTheCAsTests {
  @Test func `passes: the CA`() throws {
    #expect(try judge(ListSignerIsTheCAs(), list()) == .passes)
  }

  @Test func `passes: whom it designated`() throws {
    #expect(try judge(ListSignerIsTheCAs(), list { $0.designate() }) == .passes)
  }

  @Test func `fails: a certificate that its key did not sign`() throws {
    #expect(
      try judge(
        ListSignerIsTheCAs(),
        list {
          $0.designate(); $0.isSignedByTheCA = .no
        })
        == .fails([
          "signer.certificate is CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA, or a certificate in its name that its key signed"
        ]))
  }

  @Test func `fails: in another name`() throws {
    #expect(
      try judge(
        ListSignerIsTheCAs(),
        list {
          $0.designate(); $0.signer?.subject = Sample.issuingName
        })
        == .fails([
          "signer.certificate is CN=Example Issuing CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA, or a certificate in its name that its key signed"
        ]))
  }

  @Test func `fails: of another CA`() throws {
    #expect(
      try judge(
        ListSignerIsTheCAs(),
        list {
          $0.designate(); $0.signer?.issuer = Sample.issuingName
        })
        == .fails([
          "signer.certificate is CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA, or a certificate in its name that its key signed"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListSignerIsTheCAs().applies(to: try list()))
    #expect(ListSignerIsTheCAs.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
