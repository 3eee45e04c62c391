import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct OwnDeviceIsUsedTests {
  @Test func `passes: a passkey`() throws {
    #expect(
      try judge(OwnDeviceIsUsed(), activation())
        == .passes)
  }

  @Test func `fails: nothing, or password and code`() throws {
    #expect(
      try judge(OwnDeviceIsUsed(), activation { $0.proofs = [] })
        == .fails(["proof is absent, must be a passkey, or a signed statement, over what is released"]))
  }

  @Test func `fails: password and code`() throws {
    #expect(
      try judge(OwnDeviceIsUsed(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .fails([
          "proof is password and one-time code, must be a passkey, or a signed statement, over what is released"
        ]))
  }

  @Test func `does not apply: SCAL1`() throws {
    #expect(
      try judge(OwnDeviceIsUsed(), activation { $0.level = .one })
        == .doesNotApply)
  }
}
