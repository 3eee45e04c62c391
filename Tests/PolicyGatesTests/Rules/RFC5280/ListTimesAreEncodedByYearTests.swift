import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListTimesAreEncodedByYearTests {
  @Test func `passes: UTCTime in this century's first half`() throws {
    #expect(try judge(ListTimesAreEncodedByYear(), list()) == .passes)
  }

  @Test func `fails: GeneralizedTime before 2050`() throws {
    #expect(
      try judge(ListTimesAreEncodedByYear(), list { $0.list.thisUpdate = $0.list.thisUpdate.generalized })
        == .fails(["thisUpdate is generalizedTime, must be utcTime through 2049, generalizedTime after"]))
  }

  @Test func `fails: an entry's date`() throws {
    #expect(
      try judge(
        ListTimesAreEncodedByYear(),
        list {
          $0.list.entries = [
            RevokedCertificate(
              serialNumber: $0.list.entries[1].serialNumber,
              revocationDate: $0.list.entries[1].revocationDate.generalized)
          ]
        })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].revocationDate is generalizedTime, must be utcTime through 2049, generalizedTime after"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListTimesAreEncodedByYear().applies(to: try list()))
    #expect(ListTimesAreEncodedByYear.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
