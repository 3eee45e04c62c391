import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RegistrationIsSignedTests {
  @Test func `passes: the officer signed`() throws {
    #expect(try judge(RegistrationIsSigned(), process()) == .passes)
  }

  @Test func `fails: nobody did`() throws {
    #expect(
      try judge(RegistrationIsSigned(), process { $0.signatures.removeAll { $0.part == .registration } })
        == .fails([
          "application.signatures is no signature over the registration, must be a signature over the registration by officer-1"
        ]))
  }

  @Test func `fails: another officer did`() throws {
    #expect(
      try judge(RegistrationIsSigned(), process { $0.signatures[0] = .sample(.registration, "officer-2") })
        == .fails([
          "application.signatures is signed by officer-2, must be a signature over the registration by officer-1"
        ]))
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(try judge(RegistrationIsSigned(), process(.ncp) { $0.signatures = [] }) == .doesNotApply)
  }
}
