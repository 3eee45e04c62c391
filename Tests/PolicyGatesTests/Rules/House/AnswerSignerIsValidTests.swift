import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerSignerIsValidTests {
  @Test func `passes: for as long as the answer`() throws {
    #expect(try judge(AnswerSignerIsValid(), answer()) == .passes)
  }

  @Test func `fails: it ends before the answer`() throws {
    #expect(
      try judge(AnswerSignerIsValid(), answer { $0.nextUpdate = Sample.time("2026-12-20T12:00:00Z") })
        == .fails([
          "signer.validity is 2026-11-20T12:00:00Z to 2026-12-20T11:59:59Z, must be valid at 2026-11-20T12:00:00Z, when the answer is made, and until it ends"
        ]))
  }

  @Test func `fails: it has not begun`() throws {
    #expect(
      try judge(AnswerSignerIsValid(), answer { $0.signer?.notBefore = Sample.time("2026-11-20T12:00:01Z") })
        == .fails([
          "signer.validity is 2026-11-20T12:00:01Z to 2026-12-20T11:59:59Z, must be valid at 2026-11-20T12:00:00Z, when the answer is made, and until it ends"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerSignerIsValid().applies(to: try answer()))
    #expect(AnswerSignerIsValid.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
