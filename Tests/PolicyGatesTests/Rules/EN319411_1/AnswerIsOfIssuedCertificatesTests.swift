import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerIsOfIssuedCertificatesTests {
  @Test func `passes: the CA issued it`() throws {
    #expect(try judge(AnswerIsOfIssuedCertificates(), answer()) == .passes)
  }

  @Test func `fails: its signature is not the CA's`() throws {
    #expect(
      try judge(AnswerIsOfIssuedCertificates(), answer { $0.subjectIsSigned = .no })
        == .fails([
          "certificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is signature verified: false, must be a certificate that the CA issued"
        ]))
  }

  @Test func `fails: another CA issued it`() throws {
    #expect(
      try judge(AnswerIsOfIssuedCertificates(), answer { $0.subject.issuer = Sample.issuingName })
        == .fails([
          "certificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is by CN=Example Issuing CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be a certificate that the CA issued"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerIsOfIssuedCertificates().applies(to: try answer()))
    #expect(AnswerIsOfIssuedCertificates.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
