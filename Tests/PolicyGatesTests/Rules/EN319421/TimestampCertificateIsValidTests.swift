import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampCertificateIsValidTests {
  @Test func `passes: now is within`() throws {
    #expect(try judge(TimestampCertificateIsValid(), timestamp()) == .passes)
  }

  @Test func `fails: it has run out, or has not begun`() throws {
    let (before, after) = try (#require(Time(secondsSinceEpoch: 0)), #require(Time(secondsSinceEpoch: 4_000_000_000)))
    for change: (inout SampleTimestamp) -> Void in [
      { $0.certificate.notAfter = before }, { $0.certificate.notBefore = after },
    ] {
      guard case .fails(let violations) = try judge(TimestampCertificateIsValid(), timestamp(change)) else {
        Issue.record("it passes")
        continue
      }
      #expect(violations.count == 1)
      #expect(violations[0].hasSuffix("must be valid at \(Sample.now)"))
    }
  }

  @Test func `does not apply to nothing: every token is judged, and never another act`() throws {
    #expect(TimestampCertificateIsValid().applies(to: try timestamp()))
    #expect(TimestampCertificateIsValid.metadata.scope == .timestamp)
    #expect(RuleScope.everything.isDisjoint(with: .timestamp))
  }
}
