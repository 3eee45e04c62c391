import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RevocationsStandStillTests {
  @Test func `passes: the same dates`() throws {
    #expect(try judge(RevocationsStandStill(), list()) == .passes)
  }

  @Test func `passes: an older compromise`() throws {
    #expect(
      try judge(
        RevocationsStandStill(),
        list { $0.list.entries[0] = SampleList.entry([0x0A, 0x0B], "2026-04-01T00:00:00Z", .cACompromise) }) == .passes)
  }

  @Test func `fails: an earlier date without a compromise`() throws {
    #expect(
      try judge(
        RevocationsStandStill(),
        list { $0.list.entries[0] = SampleList.entry([0x0A, 0x0B], "2026-04-01T00:00:00Z", .superseded) })
        == .fails([
          "revokedCertificates[0a0b].revocationDate is 2026-04-01T00:00:00Z, must be as in the previous list, or earlier for a compromise"
        ]))
  }

  @Test func `fails: a later date`() throws {
    #expect(
      try judge(
        RevocationsStandStill(),
        list { $0.list.entries[0] = SampleList.entry([0x0A, 0x0B], "2026-05-01T00:00:01Z", .cACompromise) })
        == .fails([
          "revokedCertificates[0a0b].revocationDate is 2026-05-01T00:00:01Z, must be as in the previous list, or earlier for a compromise"
        ]))
  }

  @Test func `does not apply: a first list`() throws {
    #expect(try judge(RevocationsStandStill(), list { $0.previous = nil }) == .doesNotApply)
  }
}
