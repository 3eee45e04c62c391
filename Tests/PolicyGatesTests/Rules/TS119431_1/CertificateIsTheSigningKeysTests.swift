import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CertificateIsTheSigningKeysTests {
  @Test func `passes: the same`() throws {
    #expect(
      try judge(CertificateIsTheSigningKeys(), control())
        == .passes)
  }

  @Test func `fails: another`() throws {
    #expect(
      try judge(CertificateIsTheSigningKeys(), control { $0.key = SampleKey.issuing })
        == .fails(["certificate.publicKey is another key, must be \(SampleKey.issuing.facts.spkiSHA256)"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(CertificateIsTheSigningKeys().applies(to: try control()))
    #expect(CertificateIsTheSigningKeys.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
