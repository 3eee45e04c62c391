import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SharedSecretIsRightTests {
  @Test func `passes: right`() throws {
    #expect(
      try judge(SharedSecretIsRight(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .passes)
  }

  @Test func `fails: a wrong password`() throws {
    #expect(
      try judge(SharedSecretIsRight(), activation { $0.proofs = [.sharedSecret(.of(password: false), .phone)] })
        == .fails(["proof.sharedSecret is wrong, must be the password, and a code not used before"]))
  }

  @Test func `fails: a wrong code`() throws {
    #expect(
      try judge(SharedSecretIsRight(), activation { $0.proofs = [.sharedSecret(.of(code: false), .phone)] })
        == .fails(["proof.sharedSecret is wrong, must be the password, and a code not used before"]))
  }

  @Test func `fails: a used code`() throws {
    #expect(
      try judge(SharedSecretIsRight(), activation { $0.proofs = [.sharedSecret(.of(reused: true), .phone)] })
        == .fails(["proof.sharedSecret is wrong, must be the password, and a code not used before"]))
  }

  @Test func `does not apply: a passkey`() throws {
    #expect(
      try judge(SharedSecretIsRight(), activation())
        == .doesNotApply)
  }
}
