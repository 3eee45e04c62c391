import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RekeyChangesAreVerifiedTests {
  @Test func `passes: changes that are declared and verified`() throws {
    #expect(
      try judge(
        RekeyChangesAreVerified(),
        event(.rekey) {
          $0.previous?.subject(.surname, "Musterfrau")
          $0.process {
            $0.application.lifecycle?.changedAttributes = ["surname"]
            $0.application.lifecycle?.changesVerified = "V-1"
          }
        }) == .passes)
  }

  @Test func `fails: a change that nobody declared or verified`() throws {
    #expect(
      try judge(RekeyChangesAreVerified(), event(.rekey) { $0.previous?.subject(.surname, "Musterfrau") })
        == .fails([
          "application.lifecycle.changedAttributes is none, must be those that changed: surname",
          "application.lifecycle.changesVerified is absent, must be the record of the changes' verification",
        ]))
  }

  @Test func `does not apply: the same attributes`() throws {
    #expect(try judge(RekeyChangesAreVerified(), event(.rekey)) == .doesNotApply)
  }

  @Test func `does not apply: a modification`() throws {
    #expect(try judge(RekeyChangesAreVerified(), event(.modification)) == .doesNotApply)
  }
}
