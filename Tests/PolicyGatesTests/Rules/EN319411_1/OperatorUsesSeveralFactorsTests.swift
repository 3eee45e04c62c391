import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct OperatorUsesSeveralFactorsTests {
  @Test func `passes: several factors`() throws {
    #expect(try judge(OperatorUsesSeveralFactors(), process()) == .passes)
  }

  @Test func `fails: one`() throws {
    #expect(
      try judge(OperatorUsesSeveralFactors(), process { $0.application.operatorAuthentication?.multiFactor = false })
        == .fails([
          "application.operatorAuthentication is operator-1, multiFactor false, must be an operator, with several factors"
        ]))
  }

  @Test func `fails: nobody says`() throws {
    #expect(
      try judge(OperatorUsesSeveralFactors(), process { $0.application.operatorAuthentication = nil })
        == .fails(["application.operatorAuthentication is absent, must be an operator, with several factors"]))
  }

  @Test func `does not apply: no application, which another rule refuses`() throws {
    #expect(try judge(OperatorUsesSeveralFactors(), process { $0.isThere = false }) == .doesNotApply)
  }
}
