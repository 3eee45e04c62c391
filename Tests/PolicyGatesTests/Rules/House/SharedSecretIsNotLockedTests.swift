import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SharedSecretIsNotLockedTests {
  @Test func `passes: not locked`() throws {
    #expect(
      try judge(SharedSecretIsNotLocked(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .passes)
  }

  @Test func `fails: locked`() throws {
    #expect(
      try judge(SharedSecretIsNotLocked(), activation { $0.proofs = [.sharedSecret(.of(locked: true), .phone)] })
        == .fails(["proof.sharedSecret is locked, must be one that is not locked after wrong tries"]))
  }

  @Test func `does not apply: a passkey`() throws {
    #expect(
      try judge(SharedSecretIsNotLocked(), activation())
        == .doesNotApply)
  }
}
