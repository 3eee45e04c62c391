import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PasskeyUserIsVerifiedTests {
  @Test func `passes: as it must be`() throws {
    #expect(
      try judge(PasskeyUserIsVerified(), activation())
        == .passes)
  }

  @Test func `fails: touched only`() throws {
    #expect(
      try judge(PasskeyUserIsVerified(), activation { $0.passkey { $0.userVerified = false } })
        == .fails(["proof.user is present true, verified false, must be present true, verified true"]))
  }

  @Test func `fails: nobody there`() throws {
    #expect(
      try judge(PasskeyUserIsVerified(), activation { $0.passkey { $0.userPresent = false } })
        == .fails(["proof.user is present false, verified true, must be present true, verified true"]))
  }

  @Test func `does not apply: another proof`() throws {
    #expect(
      try judge(PasskeyUserIsVerified(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .doesNotApply)
  }
}
