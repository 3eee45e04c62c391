import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PasskeyKeepsACounterTests {
  @Test func `passes: it counts`() throws {
    #expect(
      try judge(PasskeyKeepsACounter(), activation())
        == .passes)
  }

  @Test func `fails: zero, as before`() throws {
    #expect(
      try judge(
        PasskeyKeepsACounter(),
        activation {
          $0.passkey {
            $0.counter = 0; $0.storedCounter = 0
          }
        })
        == .fails(["proof.counter is 0, as ever, must be a passkey that counts its signatures"]))
  }

  @Test func `does not apply: the credential takes them`() throws {
    #expect(
      try judge(PasskeyKeepsACounter(), activation { $0.takesCounterless = true })
        == .doesNotApply)
  }
}
