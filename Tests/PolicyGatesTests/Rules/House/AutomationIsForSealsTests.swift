import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AutomationIsForSealsTests {
  @Test func `passes: a seal`() throws {
    #expect(
      try judge(
        AutomationIsForSeals(),
        activation {
          $0.kind = .legal; $0.takesUnnamed = true
        })
        == .passes)
  }

  @Test func `fails: a natural person`() throws {
    #expect(
      try judge(AutomationIsForSeals(), activation { $0.takesUnnamed = true })
        == .fails(["credential.automation is allowed to a natural person, must be seals of legal persons only"]))
  }

  @Test func `does not apply: each document is named`() throws {
    #expect(
      try judge(AutomationIsForSeals(), activation())
        == .doesNotApply)
  }
}
