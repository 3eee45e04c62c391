import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RekeyChangesKeyTests {
  @Test func `passes: another key`() throws {
    #expect(try judge(RekeyChangesKey(), event(.rekey).change) == .passes)
  }

  @Test func `fails: the same key`() throws {
    #expect(
      try judge(RekeyChangesKey(), event(.rekey) { $0.previous?.key = .subject }.change)
        == .fails([
          "subjectPublicKeyInfo is the key of the previous certificate, must be another, as the event is re-key"
        ]))
  }

  @Test func `does not apply: a renewal`() throws {
    #expect(try judge(RekeyChangesKey(), event(.renewal).change) == .doesNotApply)
  }

  @Test func `does not apply: nothing to compare with`() throws {
    #expect(try judge(RekeyChangesKey(), event(.rekey) { $0.previous = nil }.change) == .doesNotApply)
  }
}
