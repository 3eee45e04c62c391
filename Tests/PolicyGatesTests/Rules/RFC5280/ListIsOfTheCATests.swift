import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListIsOfTheCATests {
  @Test func `passes: the CA's name`() throws {
    #expect(try judge(ListIsOfTheCA(), list()) == .passes)
  }

  @Test func `fails: another CA's name`() throws {
    #expect(
      try judge(ListIsOfTheCA(), list { $0.list.issuer = Sample.issuingName })
        == .fails([
          "issuer is CN=Example Issuing CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA's name, CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, byte for byte"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListIsOfTheCA().applies(to: try list()))
    #expect(ListIsOfTheCA.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
