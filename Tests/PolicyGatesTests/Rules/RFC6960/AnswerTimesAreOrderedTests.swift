import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerTimesAreOrderedTests {
  @Test func `passes: in order`() throws {
    #expect(try judge(AnswerTimesAreOrdered(), answer()) == .passes)
  }

  @Test func `passes: revoked before`() throws {
    #expect(
      try judge(
        AnswerTimesAreOrdered(),
        answer { $0.revoke(.revoked(at: Sample.time("2026-11-20T12:00:00Z").generalized, reason: nil)) }) == .passes)
  }

  @Test func `fails: a status after the answer`() throws {
    #expect(
      try judge(AnswerTimesAreOrdered(), answer { $0.producedAt = Sample.time("2026-11-20T11:59:59Z") })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].thisUpdate is 2026-11-20T12:00:00Z, must be no later than producedAt, 2026-11-20T11:59:59Z"
        ]))
  }

  @Test func `fails: an end that is none`() throws {
    #expect(
      try judge(AnswerTimesAreOrdered(), answer { $0.nextUpdate = $0.thisUpdate })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].nextUpdate is 2026-11-20T12:00:00Z, must be after thisUpdate"
        ]))
  }

  @Test func `fails: revoked after`() throws {
    #expect(
      try judge(
        AnswerTimesAreOrdered(),
        answer { $0.revoke(.revoked(at: Sample.time("2026-11-20T12:00:01Z").generalized, reason: nil)) })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].revocationTime is 2026-11-20T12:00:01Z, must be no later than thisUpdate"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerTimesAreOrdered().applies(to: try answer()))
    #expect(AnswerTimesAreOrdered.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
