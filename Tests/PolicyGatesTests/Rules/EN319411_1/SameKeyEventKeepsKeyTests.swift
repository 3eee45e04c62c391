import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SameKeyEventKeepsKeyTests {
  @Test func `passes: a renewal with the same key`() throws {
    #expect(try judge(SameKeyEventKeepsKey(), event(.renewal).change) == .passes)
  }

  @Test func `passes: a modification with the same key`() throws {
    #expect(try judge(SameKeyEventKeepsKey(), event(.modification).change) == .passes)
  }

  @Test func `fails: a renewal of another key`() throws {
    #expect(
      try judge(SameKeyEventKeepsKey(), event(.renewal) { $0.previous?.key = .issuing }.change)
        == .fails([
          "subjectPublicKeyInfo is another key than in the previous certificate, must be the same, as the event is renewal"
        ]))
  }

  @Test func `fails: a modification of another key`() throws {
    #expect(
      try judge(SameKeyEventKeepsKey(), event(.modification) { $0.previous?.key = .issuing }.change)
        == .fails([
          "subjectPublicKeyInfo is another key than in the previous certificate, must be the same, as the event is modification"
        ]))
  }

  @Test func `does not apply: a re-key`() throws {
    #expect(try judge(SameKeyEventKeepsKey(), event(.rekey).change) == .doesNotApply)
  }

  @Test func `does not apply: nothing to compare with`() throws {
    #expect(try judge(SameKeyEventKeepsKey(), event(.renewal) { $0.previous = nil }.change) == .doesNotApply)
  }
}
