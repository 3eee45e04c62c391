import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectKeyIsTheReadOneTests {
  @Test func `passes: facts about the key`() throws {
    #expect(try judge(SubjectKeyIsTheReadOne(), subject()) == .passes)
  }

  @Test func `fails: facts about another key`() throws {
    #expect(
      try judge(SubjectKeyIsTheReadOne(), otherFacts())
        == .fails(["subjectPublicKeyInfo is facts about another key, must be facts about this key"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(SubjectKeyIsTheReadOne(), sample) == .passes)
    }
  }
}

/// The sample's TBS beside the facts of another key.
private func otherFacts() throws -> CertificateContent {
  CertificateContent(
    purpose: .subject(.qcpNQSCD), tbs: try SampleCertificate.subject().tbs(), subjectKey: SampleKey.root.facts,
    demo: false, issuedAt: Sample.now)
}
