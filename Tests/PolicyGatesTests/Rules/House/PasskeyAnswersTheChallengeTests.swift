import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PasskeyAnswersTheChallengeTests {
  @Test func `passes: as it must be`() throws {
    #expect(
      try judge(PasskeyAnswersTheChallenge(), activation())
        == .passes)
  }

  @Test func `fails: another challenge`() throws {
    #expect(
      try judge(PasskeyAnswersTheChallenge(), activation { $0.passkey { $0.challengeMatches = false } })
        == .fails(["proof.challenge is another, must be the digest of what is released"]))
  }

  @Test func `does not apply: another proof`() throws {
    #expect(
      try judge(PasskeyAnswersTheChallenge(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .doesNotApply)
  }
}
