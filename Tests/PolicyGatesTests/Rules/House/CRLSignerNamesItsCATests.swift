import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CRLSignerNamesItsCATests {
  @Test func `passes: the CA's name`() throws {
    #expect(try judge(CRLSignerNamesItsCA(), planned(.crlSigner)) == .passes)
  }

  @Test func `fails: another name`() throws {
    #expect(
      try judge(CRLSignerNamesItsCA(), planned(.crlSigner) { $0.certificate.subject = Sample.issuingName })
        == .fails([
          "subject is CN=Example Issuing CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA's, CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, byte for byte"
        ]))
  }

  @Test func `does not apply: a CA`() throws {
    #expect(try judge(CRLSignerNamesItsCA(), planned(.issuing)) == .doesNotApply)
  }
}
