import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AuthenticatorIsActiveTests {
  @Test func `passes: in use`() throws {
    #expect(
      try judge(AuthenticatorIsActive(), activation())
        == .passes)
  }

  @Test func `fails: revoked`() throws {
    #expect(
      try judge(
        AuthenticatorIsActive(),
        activation { $0.proofs = [.passkey(.good, AuthenticatorFacts(id: "k1", signatory: "alice", isActive: false))] })
        == .fails(["proof.authenticator is k1, revoked, must be one that is in use"]))
  }

  @Test func `does not apply: no proof`() throws {
    #expect(
      try judge(AuthenticatorIsActive(), activation { $0.proofs = [] })
        == .doesNotApply)
  }
}
