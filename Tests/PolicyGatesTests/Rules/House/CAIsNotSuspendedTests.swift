import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAIsNotSuspendedTests {
  @Test func `passes: a reason`() throws {
    #expect(try judge(CAIsNotSuspended(), list()) == .passes)
  }

  @Test func `fails: a suspension`() throws {
    #expect(
      try judge(CAIsNotSuspended(), list { $0.newEntry(.certificateHold) })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].reasonCode is certificateHold, must be a reason for revocation"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(CAIsNotSuspended().applies(to: try list()))
    #expect(CAIsNotSuspended.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
