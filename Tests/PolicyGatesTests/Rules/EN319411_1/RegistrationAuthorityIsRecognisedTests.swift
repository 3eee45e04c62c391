import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RegistrationAuthorityIsRecognisedTests {
  @Test func `passes: a recognised one`() throws {
    #expect(
      try judge(RegistrationAuthorityIsRecognised(), process { $0.application.registration?.authority = "external-ra" })
        == .passes)
  }

  @Test func `fails: another`() throws {
    #expect(
      try judge(RegistrationAuthorityIsRecognised(), process { $0.application.registration?.authority = "corner-shop" })
        == .fails(["application.registration.authority is corner-shop, must be an authority that the practices name"]))
  }

  @Test func `does not apply: the TSP registers itself`() throws {
    #expect(try judge(RegistrationAuthorityIsRecognised(), process()) == .doesNotApply)
  }
}
