import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SharedSecretIsGivenTests {
  @Test func `passes: password and code`() throws {
    #expect(
      try judge(
        SharedSecretIsGiven(),
        activation {
          $0.level = .one; $0.proofs = [.sharedSecret(.right, .phone)]
        })
        == .passes)
  }

  @Test func `fails: nothing`() throws {
    #expect(
      try judge(
        SharedSecretIsGiven(),
        activation {
          $0.level = .one; $0.proofs = []
        })
        == .fails(["proof is absent, must be password and one-time code, or a stronger proof"]))
  }

  @Test func `does not apply: SCAL2`() throws {
    #expect(
      try judge(SharedSecretIsGiven(), activation())
        == .doesNotApply)
  }
}
