import Evidence
import TestSupport
import Testing

@testable import PolicyGates

/// What is issued is parsed here, byte for byte: a certificate, CRL or statement given by its digest is never signed.
@Suite struct MessageFormTests {
  private func form(_ decision: consuming Decision) throws -> MessageForm {
    switch consume decision {
    case .admitted(let permit, _): return permit.form
    case .refused(let evaluation): throw Refused(findings: evaluation.findings)
    }
  }

  private struct Refused: Error { let findings: [Finding] }

  @Test(arguments: CertificatePolicy.allCases)
  func `a permit for a certificate is for whole messages`(policy: CertificatePolicy) throws {
    #expect(try form(CertificateGates.decide(try evidence(policy))) == .whole)
  }

  @Test func `a permit for a CA certificate or a statement is for whole messages`() throws {
    #expect(try form(CACertificateGates.decide(try SampleCAEvidence(.root).evidence())) == .whole)
    #expect(try form(CACertificateGates.decide(try SampleCAEvidence(.issuing).evidence())) == .whole)
    #expect(try form(StatementGates.decide(try statement())) == .whole)
  }
}
