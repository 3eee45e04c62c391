import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListCriticalityIsRightTests {
  @Test func `passes: as the standard has it`() throws {
    #expect(try judge(ListCriticalityIsRight(), list()) == .passes)
  }

  @Test func `fails: a number that is critical`() throws {
    #expect(
      try judge(ListCriticalityIsRight(), list { $0.list.set(CRLNumber(2), critical: true) })
        == .fails(["extensions.2.5.29.20 is critical, must be not critical"]))
  }

  @Test func `fails: a distribution point that is not`() throws {
    #expect(
      try judge(
        ListCriticalityIsRight(), list { $0.list.set(IssuingDistributionPoint(onlyContainsCACertificates: true)) })
        == .fails(["extensions.2.5.29.28 is not critical, must be critical"]))
  }

  @Test func `fails: a critical extension of an entry`() throws {
    #expect(
      try judge(
        ListCriticalityIsRight(),
        list {
          $0.list.entries[1] = RevokedCertificate(
            serialNumber: $0.list.entries[1].serialNumber, revocationDate: $0.list.entries[1].revocationDate,
            extensions: [Extension(CRLReason.superseded, critical: true)])
        })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is 2.5.29.21, critical, must be no critical extension"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListCriticalityIsRight().applies(to: try list()))
    #expect(ListCriticalityIsRight.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
