import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ModificationChangesAreVerifiedTests {
  @Test func `passes: changes that are declared and verified`() throws {
    #expect(try judge(ModificationChangesAreVerified(), event(.modification)) == .passes)
  }

  @Test func `fails: other changes than declared, and no record`() throws {
    #expect(
      try judge(
        ModificationChangesAreVerified(),
        event(.modification) {
          $0.process {
            $0.application.lifecycle?.changedAttributes = ["givenName", "title"]
            $0.application.lifecycle?.changesVerified = ""
          }
        })
        == .fails([
          "application.lifecycle.changedAttributes is givenName, title, must be those that changed: surname",
          "application.lifecycle.changesVerified is absent, must be the record of the changes' verification",
        ]))
  }

  @Test func `does not apply: a renewal`() throws {
    #expect(try judge(ModificationChangesAreVerified(), event(.renewal)) == .doesNotApply)
  }

  @Test func `does not apply: nothing to compare with`() throws {
    #expect(try judge(ModificationChangesAreVerified(), event(.modification) { $0.previous = nil }) == .doesNotApply)
  }
}
