import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CrossRequestIsOfTheCertifiedCATests {
  @Test func `passes: name and key of the certificate`() throws {
    #expect(try judge(CrossRequestIsOfTheCertifiedCA(), request { $0.existing = .issuingCA() }) == .passes)
  }

  @Test func `fails: another name`() throws {
    #expect(
      try judge(
        CrossRequestIsOfTheCertifiedCA(),
        request {
          $0.existing = .issuingCA(); $0.subject = Sample.rootName
        })
        == .fails([
          "subject is CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be CN=Example Issuing CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, byte for byte"
        ]))
  }

  @Test func `fails: another key`() throws {
    #expect(
      try judge(
        CrossRequestIsOfTheCertifiedCA(),
        request {
          $0.existing = .issuingCA(); $0.key = .subject
        })
        == .fails(["subjectPKInfo is another key, must be the key of the existing certificate"]))
  }

  @Test func `does not apply: a CA without a certificate`() throws {
    #expect(try judge(CrossRequestIsOfTheCertifiedCA(), request()) == .doesNotApply)
  }
}
