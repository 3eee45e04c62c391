import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListFollowsThePreviousTests {
  @Test func `passes: later`() throws {
    #expect(try judge(ListFollowsThePrevious(), list()) == .passes)
  }

  @Test func `passes: at the same time`() throws {
    #expect(try judge(ListFollowsThePrevious(), list { $0.previous?.thisUpdate = $0.list.thisUpdate }) == .passes)
  }

  @Test func `fails: earlier`() throws {
    #expect(
      try judge(ListFollowsThePrevious(), list { $0.previous?.thisUpdate = Sample.time("2026-11-20T11:50:01Z") })
        == .fails([
          "thisUpdate is 2026-11-20T11:50:00Z, must be no earlier than the previous list's, 2026-11-20T11:50:01Z"
        ]))
  }

  @Test func `does not apply: a first list`() throws {
    #expect(try judge(ListFollowsThePrevious(), list { $0.previous = nil }) == .doesNotApply)
  }
}
