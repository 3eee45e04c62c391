import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerIsNotOfTheFutureTests {
  @Test func `passes: made now`() throws {
    #expect(try judge(AnswerIsNotOfTheFuture(), answer()) == .passes)
  }

  @Test func `fails: produced a second ahead`() throws {
    #expect(
      try judge(AnswerIsNotOfTheFuture(), answer { $0.producedAt = Sample.time("2026-11-20T12:00:01Z") })
        == .fails(["producedAt is 2026-11-20T12:00:01Z, must be no later than now, 2026-11-20T12:00:00Z"]))
  }

  @Test func `fails: a status of the future`() throws {
    #expect(
      try judge(AnswerIsNotOfTheFuture(), answer { $0.thisUpdate = Sample.time("2026-11-20T12:00:01Z") })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].thisUpdate is 2026-11-20T12:00:01Z, must be no later than now, 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerIsNotOfTheFuture().applies(to: try answer()))
    #expect(AnswerIsNotOfTheFuture.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
