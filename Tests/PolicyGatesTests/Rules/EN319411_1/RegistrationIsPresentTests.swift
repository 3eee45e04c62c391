import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RegistrationIsPresentTests {
  @Test func `passes: there is one`() throws {
    #expect(try judge(RegistrationIsPresent(), process()) == .passes)
  }

  @Test func `fails: there is none`() throws {
    #expect(
      try judge(RegistrationIsPresent(), process { $0.application.registration = nil })
        == .fails(["application.registration is absent, must be present"]))
  }

  @Test func `does not apply: no application, which another rule refuses`() throws {
    #expect(try judge(RegistrationIsPresent(), process { $0.isThere = false }) == .doesNotApply)
  }
}
