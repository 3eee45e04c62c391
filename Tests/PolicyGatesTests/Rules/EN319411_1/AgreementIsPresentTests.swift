import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AgreementIsPresentTests {
  @Test func `passes: on record`() throws {
    #expect(try judge(AgreementIsPresent(), process()) == .passes)
  }

  @Test func `fails: not on record`() throws {
    #expect(
      try judge(AgreementIsPresent(), process { $0.application.agreement = nil })
        == .fails(["application.agreement is absent, must be present"]))
  }

  @Test func `does not apply: no application, which another rule refuses`() throws {
    #expect(try judge(AgreementIsPresent(), process { $0.isThere = false }) == .doesNotApply)
  }
}
