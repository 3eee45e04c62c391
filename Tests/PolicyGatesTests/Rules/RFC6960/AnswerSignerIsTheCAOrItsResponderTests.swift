import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerSignerIsTheCAOrItsResponderTests {
  @Test func `passes: a responder of the CA's`() throws {
    #expect(try judge(AnswerSignerIsTheCAOrItsResponder(), answer()) == .passes)
  }

  @Test func `passes: the CA itself`() throws {
    #expect(try judge(AnswerSignerIsTheCAOrItsResponder(), answer { $0.signAsCA() }) == .passes)
  }

  @Test func `fails: a certificate without the purpose`() throws {
    #expect(
      try judge(AnswerSignerIsTheCAOrItsResponder(), answer { $0.signer?.remove(ExtendedKeyUsage.self) })
        == .fails([
          "signer.certificate is CN=Example OCSP Responder 1,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA, or a certificate for OCSPSigning that its key signed"
        ]))
  }

  @Test func `fails: one that the CA's key did not sign`() throws {
    #expect(
      try judge(AnswerSignerIsTheCAOrItsResponder(), answer { $0.isSignedByTheCA = .unknown })
        == .fails([
          "signer.certificate is CN=Example OCSP Responder 1,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA, or a certificate for OCSPSigning that its key signed"
        ]))
  }

  @Test func `fails: another CA's`() throws {
    #expect(
      try judge(AnswerSignerIsTheCAOrItsResponder(), answer { $0.signer?.issuer = Sample.issuingName })
        == .fails([
          "signer.certificate is CN=Example OCSP Responder 1,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, must be the CA, or a certificate for OCSPSigning that its key signed"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerSignerIsTheCAOrItsResponder().applies(to: try answer()))
    #expect(AnswerSignerIsTheCAOrItsResponder.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
