import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerEndsWithinAYearTests {
  @Test func `passes: a month`() throws {
    #expect(try judge(AnswerEndsWithinAYear(), answer()) == .passes)
  }

  @Test func `passes: twelve months`() throws {
    #expect(
      try judge(AnswerEndsWithinAYear(), answer { $0.nextUpdate = Sample.time("2027-11-20T12:00:00Z") }) == .passes)
  }

  @Test func `fails: a second more`() throws {
    #expect(
      try judge(AnswerEndsWithinAYear(), answer { $0.nextUpdate = Sample.time("2027-11-20T12:00:01Z") })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].nextUpdate is 2027-11-20T12:00:01Z, must be present, and within twelve months of thisUpdate"
        ]))
  }

  @Test func `fails: no end`() throws {
    #expect(
      try judge(AnswerEndsWithinAYear(), answer { $0.nextUpdate = nil })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].nextUpdate is absent, must be present, and within twelve months of thisUpdate"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerEndsWithinAYear().applies(to: try answer()))
    #expect(AnswerEndsWithinAYear.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
