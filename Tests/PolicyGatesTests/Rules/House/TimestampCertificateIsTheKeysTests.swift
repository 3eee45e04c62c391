import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TimestampCertificateIsTheKeysTests {
  @Test func `passes: the token has the certificate's key`() throws {
    #expect(try judge(TimestampCertificateIsTheKeys(), timestampUnit()) == .passes)
  }

  @Test func `fails: the token has another, or the certificate is of another`() throws {
    let (mine, other) = (SampleKey.issuing.facts.spkiSHA256, SampleKey.subject.facts.spkiSHA256)
    #expect(
      try judge(TimestampCertificateIsTheKeys(), timestampUnit { $0.found = .subject })
        == .fails(["timestampUnit.key is \(other), must be \(mine), the certificate's"]))
    #expect(
      try judge(TimestampCertificateIsTheKeys(), timestampUnit { $0.certificate.key = .subject })
        == .fails(["timestampUnit.key is \(mine), must be \(mine), the certificate's"]))
  }

  @Test func `does not apply to nothing: every token is judged, and never another act`() throws {
    #expect(TimestampCertificateIsTheKeys().applies(to: try timestampUnit()))
    #expect(TimestampCertificateIsTheKeys.metadata.scope == .timestamp)
    #expect(RuleScope.everything.isDisjoint(with: .timestamp))
  }
}
