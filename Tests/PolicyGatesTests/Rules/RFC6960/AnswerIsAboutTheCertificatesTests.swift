import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerIsAboutTheCertificatesTests {
  @Test func `passes: the certificate at hand`() throws {
    #expect(try judge(AnswerIsAboutTheCertificates(), answer()) == .passes)
  }

  @Test func `fails: hashes of another issuer`() throws {
    #expect(
      try judge(AnswerIsAboutTheCertificates(), answer { $0.answered = [SampleAnswer.name(2)] })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is of another certificate, or issuer, must be one of the certificates at hand, by the hashes of its issuer"
        ]))
  }

  @Test func `fails: twice`() throws {
    #expect(
      try judge(AnswerIsAboutTheCertificates(), answer { $0.answered = [SampleAnswer.name(1), SampleAnswer.name(1)] })
        == .fails(["responses is 2 about 1 certificates, must be one about each"]))
  }

  @Test func `fails: of one that nobody asked about`() throws {
    #expect(
      try judge(AnswerIsAboutTheCertificates(), answer { $0.subject.serial = [7] })
        == .fails(["responses is 1, must be one about each of 1 certificates"]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerIsAboutTheCertificates().applies(to: try answer()))
    #expect(AnswerIsAboutTheCertificates.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
