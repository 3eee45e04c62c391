import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ElectronicAgreementIsSignedTests {
  @Test func `passes: an advanced signature`() throws {
    #expect(try judge(ElectronicAgreementIsSigned(), process()) == .passes)
  }

  @Test func `fails: a click`() throws {
    #expect(
      try judge(ElectronicAgreementIsSigned(), process { $0.application.agreement?.acceptance?.act = "click" })
        == .fails([
          "application.agreement.acceptance.act is click, must be one of advanced signature, advanced seal, qualified signature, qualified seal"
        ]))
  }

  @Test func `does not apply: on paper`() throws {
    #expect(
      try judge(ElectronicAgreementIsSigned(), process { $0.application.agreement?.acceptance?.act = "signed paper" })
        == .doesNotApply)
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(
      try judge(ElectronicAgreementIsSigned(), process(.ncp) { $0.application.agreement?.acceptance?.act = "click" })
        == .doesNotApply)
  }
}
