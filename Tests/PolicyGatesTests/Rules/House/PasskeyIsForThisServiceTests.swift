import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PasskeyIsForThisServiceTests {
  @Test func `passes: as it must be`() throws {
    #expect(
      try judge(PasskeyIsForThisService(), activation())
        == .passes)
  }

  @Test func `fails: another origin`() throws {
    #expect(
      try judge(PasskeyIsForThisService(), activation { $0.passkey { $0.originAllowed = false } })
        == .fails([
          "proof.origin is type true, origin false, relying party true, framed false, must be type true, origin true, relying party true, framed false"
        ]))
  }

  @Test func `fails: another relying party`() throws {
    #expect(
      try judge(PasskeyIsForThisService(), activation { $0.passkey { $0.relyingPartyMatches = false } })
        == .fails([
          "proof.origin is type true, origin true, relying party false, framed false, must be type true, origin true, relying party true, framed false"
        ]))
  }

  @Test func `fails: a registration`() throws {
    #expect(
      try judge(PasskeyIsForThisService(), activation { $0.passkey { $0.isGetType = false } })
        == .fails([
          "proof.origin is type false, origin true, relying party true, framed false, must be type true, origin true, relying party true, framed false"
        ]))
  }

  @Test func `fails: a frame`() throws {
    #expect(
      try judge(PasskeyIsForThisService(), activation { $0.passkey { $0.isCrossOrigin = true } })
        == .fails([
          "proof.origin is type true, origin true, relying party true, framed true, must be type true, origin true, relying party true, framed false"
        ]))
  }

  @Test func `does not apply: another proof`() throws {
    #expect(
      try judge(PasskeyIsForThisService(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .doesNotApply)
  }
}
