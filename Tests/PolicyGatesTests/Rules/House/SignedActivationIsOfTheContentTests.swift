import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SignedActivationIsOfTheContentTests {
  @Test func `passes: signed and the same`() throws {
    #expect(
      try judge(SignedActivationIsOfTheContent(), activation { $0.proofs = [.statement(.good, .phone)] })
        == .passes)
  }

  @Test func `fails: both wrong`() throws {
    #expect(
      try judge(
        SignedActivationIsOfTheContent(),
        activation { $0.proofs = [.statement(.good.with(verifies: false, matches: false), .phone)] })
        == .fails([
          "proof.statement.signature is invalid, must be valid under the registered certificate",
          "proof.statement.content is another, must be what is released",
        ]))
  }

  @Test func `does not apply: a passkey`() throws {
    #expect(
      try judge(SignedActivationIsOfTheContent(), activation())
        == .doesNotApply)
  }
}
