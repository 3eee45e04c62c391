import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TermsAreDurableTests {
  @Test func `passes: durable`() throws {
    #expect(try judge(TermsAreDurable(), process()) == .passes)
  }

  @Test func `fails: a page that was gone again`() throws {
    #expect(
      try judge(TermsAreDurable(), process { $0.application.agreement?.durableForm = false })
        == .fails(["application.agreement.durableForm is false, must be true"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(TermsAreDurable(), process { $0.application.agreement?.durableForm = nil })
        == .fails(["application.agreement.durableForm is absent, must be true"]))
  }

  @Test func `does not apply: no agreement, which another rule refuses`() throws {
    #expect(try judge(TermsAreDurable(), process { $0.application.agreement = nil }) == .doesNotApply)
  }
}
