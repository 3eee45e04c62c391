import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApplicationIsPresentTests {
  @Test func `passes: an application came along`() throws {
    #expect(try judge(ApplicationIsPresent(), process()) == .passes)
  }

  @Test func `fails: none did`() throws {
    #expect(
      try judge(ApplicationIsPresent(), process { $0.isThere = false })
        == .fails(["application is absent, must be present"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(ApplicationIsPresent(), process { $0.purpose = .issuingCA }) == .doesNotApply)
  }
}
