import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AttestationCertificateIsValidTests {
  @Test func `passes: now is within`() throws {
    #expect(try judge(AttestationCertificateIsValid(), statement()) == .passes)
  }

  @Test func `fails: it has run out, or has not begun`() throws {
    let (before, after) = try (#require(Time(secondsSinceEpoch: 0)), #require(Time(secondsSinceEpoch: 4_000_000_000)))
    for change: (inout SampleStatement) -> Void in [
      { $0.certificate.notAfter = before }, { $0.certificate.notBefore = after },
    ] {
      guard case .fails(let violations) = try judge(AttestationCertificateIsValid(), statement(change)) else {
        Issue.record("it passes")
        continue
      }
      #expect(violations.count == 1)
      #expect(violations[0].hasSuffix("must be valid at \(Sample.now)"))
    }
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(AttestationCertificateIsValid().applies(to: loose))
    #expect(AttestationCertificateIsValid.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
