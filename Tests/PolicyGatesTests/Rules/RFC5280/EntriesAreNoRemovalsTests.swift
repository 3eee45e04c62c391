import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct EntriesAreNoRemovalsTests {
  @Test func `passes: a reason`() throws {
    #expect(try judge(EntriesAreNoRemovals(), list()) == .passes)
  }

  @Test func `fails: a removal`() throws {
    #expect(
      try judge(EntriesAreNoRemovals(), list { $0.newEntry(.removeFromCRL) })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].reasonCode is removeFromCRL, must be a reason for revocation"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(EntriesAreNoRemovals().applies(to: try list()))
    #expect(EntriesAreNoRemovals.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
