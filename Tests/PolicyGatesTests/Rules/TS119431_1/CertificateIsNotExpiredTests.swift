import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CertificateIsNotExpiredTests {
  @Test func `passes: in its time`() throws {
    #expect(
      try judge(CertificateIsNotExpired(), control())
        == .passes)
  }

  @Test func `fails: over`() throws {
    #expect(
      try judge(CertificateIsNotExpired(), control { $0.later = 400_000_000 })
        == .fails([
          "certificate.validity is \(SampleControl.period), must be a time that holds \(Sample.now.adding(seconds: 400_000_000))"
        ]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(CertificateIsNotExpired().applies(to: try control()))
    #expect(CertificateIsNotExpired.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
