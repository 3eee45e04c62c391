import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TimestampIsWhatIsSignedTests {
  @Test func `passes: the attributes are over this TSTInfo and name this certificate`() throws {
    #expect(try judge(TimestampIsWhatIsSigned(), timestamp()) == .passes)
  }

  @Test func `fails: the digest of something else`() throws {
    #expect(
      try judge(TimestampIsWhatIsSigned(), timestamp { $0.messageDigest = Sample.hash(9).bytes })
        == .fails(["timestamp.messageDigest is that of something else, must be that of the TSTInfo"]))
  }

  @Test func `fails: another certificate, by its digest or by its number`() throws {
    for change: (inout SampleTimestamp) -> Void in [
      { $0.namedSHA256 = Sample.hash(9).bytes }, { $0.namedSerial = [9] },
    ] {
      guard case .fails(let sentences) = try judge(TimestampIsWhatIsSigned(), timestamp(change)) else {
        Issue.record("it passes")
        continue
      }
      #expect(sentences.count == 1)
      #expect(sentences[0].hasPrefix("timestamp.signingCertificate is number "))
    }
  }

  @Test func `fails: what cannot be read is refused, for the rule reaches no verdict`() throws {
    let findings = try evaluate(timestamp { $0.content = [0x30, 0] }).findings
    #expect(findings.map(\.rule) == [TimestampIsWhatIsSigned.metadata.id])
  }

  @Test func `does not apply to nothing: every token is judged, and never another act`() throws {
    #expect(TimestampIsWhatIsSigned().applies(to: try timestamp()))
    #expect(TimestampIsWhatIsSigned.metadata.scope == .timestamp)
    #expect(RuleScope.everything.isDisjoint(with: .timestamp))
  }
}
