import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CertificateIsNotRevokedTests {
  @Test func `passes: neither`() throws {
    #expect(
      try judge(CertificateIsNotRevoked(), control())
        == .passes)
  }

  @Test func `fails: revoked`() throws {
    #expect(
      try judge(CertificateIsNotRevoked(), control { $0.revocation = .superseded })
        == .fails(["certificate.status is superseded at \(Sample.now), must be neither revoked nor suspended"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(CertificateIsNotRevoked().applies(to: try control()))
    #expect(CertificateIsNotRevoked.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
