import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct WrappedKeyIsTakenTests {
  @Test func `passes: the certified configuration keeps keys so`() throws {
    #expect(
      try judge(
        WrappedKeyIsTaken(),
        control {
          $0.place = .wrapped; $0.device?.keepsWrappedKeys = true
        })
        == .passes)
  }

  @Test func `fails: it does not`() throws {
    #expect(
      try judge(WrappedKeyIsTaken(), control { $0.place = .wrapped })
        == .fails([
          "credential.keyPlace is wrapped, must be on the token, or a device whose certified configuration keeps keys under wrap"
        ]))
  }

  @Test func `does not apply: on the token`() throws {
    #expect(
      try judge(WrappedKeyIsTaken(), control())
        == .doesNotApply)
  }
}
