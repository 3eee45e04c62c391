import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TimestampKeyIsNobodyElsesTests {
  @Test func `passes: a key of its own`() throws {
    #expect(try judge(TimestampKeyIsNobodyElses(), timestampUnit()) == .passes)
  }

  @Test func `fails: the key of a CA or of a signatory`() throws {
    #expect(
      try judge(TimestampKeyIsNobodyElses(), timestampUnit { $0.isAnothersKey = true })
        == .fails(["timestampUnit.key is the key of a CA or of a signatory, must be a key for time stamps alone"]))
  }

  @Test func `does not apply to nothing: every token is judged, and never another act`() throws {
    #expect(TimestampKeyIsNobodyElses().applies(to: try timestampUnit()))
    #expect(TimestampKeyIsNobodyElses.metadata.scope == .timestamp)
    #expect(RuleScope.everything.isDisjoint(with: .timestamp))
  }
}
