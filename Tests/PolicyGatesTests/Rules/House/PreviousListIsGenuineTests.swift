import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PreviousListIsGenuineTests {
  @Test func `passes: the CA signed it`() throws {
    #expect(try judge(PreviousListIsGenuine(), list()) == .passes)
  }

  @Test func `fails: nobody verified it`() throws {
    #expect(
      try judge(PreviousListIsGenuine(), list { $0.previousIsGenuine = .unknown })
        == .fails(["previousList.signature is verified: unknown, must be verified: true"]))
  }

  @Test func `fails: another CA's`() throws {
    #expect(
      try judge(PreviousListIsGenuine(), list { $0.previous?.issuer = Sample.issuingName })
        == .fails([
          "previousList.issuer is CN=Example Issuing CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA, CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE"
        ]))
  }

  @Test func `does not apply: a first list`() throws {
    #expect(try judge(PreviousListIsGenuine(), list { $0.previous = nil }) == .doesNotApply)
  }
}
