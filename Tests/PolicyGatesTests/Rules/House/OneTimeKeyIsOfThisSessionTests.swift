import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct OneTimeKeyIsOfThisSessionTests {
  private static func judged(_ session: String?) throws -> Outcome {
    try judge(
      OneTimeKeyIsOfThisSession(),
      activation {
        $0.isOneTime = true; $0.session = session
      })
  }

  @Test func `passes: the session that the key is for`() throws { #expect(try Self.judged("s-1") == .passes) }

  @Test func `fails: another session, and none`() throws {
    #expect(try Self.judged("s-2") == .fails(["session is s-1, must be s-2"]))
    #expect(try Self.judged(nil) == .fails(["session is s-1, must be one that was asked for"]))
  }

  @Test func `does not apply: a key that stays`() throws {
    #expect(
      try judge(OneTimeKeyIsOfThisSession(), activation { $0.session = "s-2" })
        == .doesNotApply)
  }
}
