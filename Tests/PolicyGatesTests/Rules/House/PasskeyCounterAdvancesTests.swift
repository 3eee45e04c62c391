import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PasskeyCounterAdvancesTests {
  @Test func `passes: as it must be`() throws {
    #expect(
      try judge(PasskeyCounterAdvances(), activation())
        == .passes)
  }

  @Test func `fails: the same again`() throws {
    #expect(
      try judge(PasskeyCounterAdvances(), activation { $0.passkey { $0.counter = 7 } })
        == .fails(["proof.counter is 7, must be more than the last one"]))
  }

  @Test func `fails: back to zero`() throws {
    #expect(
      try judge(PasskeyCounterAdvances(), activation { $0.passkey { $0.counter = 0 } })
        == .fails(["proof.counter is 0, must be more than the last one"]))
  }

  @Test func `does not apply: another proof`() throws {
    #expect(
      try judge(PasskeyCounterAdvances(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .doesNotApply)
  }
}
