import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RecordKeepingIsAgreedTests {
  @Test func `passes: agreed`() throws {
    #expect(try judge(RecordKeepingIsAgreed(), process()) == .passes)
  }

  @Test func `fails: not agreed`() throws {
    #expect(
      try judge(RecordKeepingIsAgreed(), process { $0.application.agreement?.recordKeepingConsent = false })
        == .fails(["application.agreement.recordKeepingConsent is false, must be true"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(RecordKeepingIsAgreed(), process { $0.application.agreement?.recordKeepingConsent = nil })
        == .fails(["application.agreement.recordKeepingConsent is absent, must be true"]))
  }

  @Test func `does not apply: no agreement, which another rule refuses`() throws {
    #expect(try judge(RecordKeepingIsAgreed(), process { $0.application.agreement = nil }) == .doesNotApply)
  }
}
