import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CrossSubjectIsTheExistingTests {
  @Test func `passes: the same name`() throws {
    #expect(try judge(CrossSubjectIsTheExisting(), planned(.cross)) == .passes)
  }

  @Test func `fails: another name`() throws {
    #expect(
      try judge(CrossSubjectIsTheExisting(), planned(.cross) { $0.certificate.subject = Sample.issuingName })
        == .fails([
          "subject is CN=Example Issuing CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, byte for byte"
        ]))
  }

  @Test func `fails: no certificate to compare with`() throws {
    #expect(
      try judge(CrossSubjectIsTheExisting(), planned(.cross) { $0.existing = nil })
        == .fails([
          "subject is CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be that of the CA's existing certificate, which is not at hand"
        ]))
  }

  @Test func `does not apply: a new CA`() throws {
    #expect(try judge(CrossSubjectIsTheExisting(), planned(.issuing)) == .doesNotApply)
  }
}
