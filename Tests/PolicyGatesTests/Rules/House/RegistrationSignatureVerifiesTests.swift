import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RegistrationSignatureVerifiesTests {
  @Test func `passes: it verifies`() throws {
    #expect(try judge(RegistrationSignatureVerifies(), process()) == .passes)
  }

  @Test func `fails: it does not`() throws {
    #expect(
      try judge(RegistrationSignatureVerifies(), process { $0.signatures[0].verified = .no })
        == .fails([
          "application.signatures is by officer-1 over the registration, which does not verify, must be one that the registered key verifies"
        ]))
  }

  @Test func `fails: nobody could tell`() throws {
    #expect(
      try judge(RegistrationSignatureVerifies(), process { $0.signatures[0].verified = .unknown })
        == .fails([
          "application.signatures is by officer-1 over the registration, which does not verify, must be one that the registered key verifies"
        ]))
  }

  @Test func `fails: by nobody of the register`() throws {
    #expect(
      try judge(RegistrationSignatureVerifies(), process { $0.signatures[0] = .sample(.registration, "stranger-1") })
        == .fails([
          "application.signatures is by stranger-1 over the registration, must be by somebody whom the operator registered"
        ]))
  }

  @Test func `fails: by an approver`() throws {
    #expect(
      try judge(RegistrationSignatureVerifies(), process { $0.signatures[0] = .sample(.registration, "approver-1") })
        == .fails(["application.signatures is by approver-1 over the registration, must be by a registration officer"]))
  }

  @Test func `fails: after the time of the officer`() throws {
    #expect(
      try judge(RegistrationSignatureVerifies(), process { $0.now = Sample.instant("2028-01-01") })
        == .fails([
          "application.signatures is by officer-1 over the registration, must be by an officer registered at 2028-01-01T00:00:00Z"
        ]))
  }

  @Test func `does not apply: nothing is signed`() throws {
    #expect(try judge(RegistrationSignatureVerifies(), process { $0.signatures = [] }) == .doesNotApply)
  }
}
