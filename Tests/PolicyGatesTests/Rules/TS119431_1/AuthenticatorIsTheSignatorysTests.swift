import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AuthenticatorIsTheSignatorysTests {
  @Test func `passes: the signatory's`() throws {
    #expect(
      try judge(AuthenticatorIsTheSignatorys(), activation())
        == .passes)
  }

  @Test func `fails: somebody else's`() throws {
    #expect(
      try judge(
        AuthenticatorIsTheSignatorys(),
        activation { $0.proofs = [.passkey(.good, AuthenticatorFacts(id: "k2", signatory: "mallory", isActive: true))] }
      )
        == .fails(["proof.authenticator is k2 of mallory, must be one of alice"]))
  }

  @Test func `does not apply: no proof`() throws {
    #expect(
      try judge(AuthenticatorIsTheSignatorys(), activation { $0.proofs = [] })
        == .doesNotApply)
  }
}
