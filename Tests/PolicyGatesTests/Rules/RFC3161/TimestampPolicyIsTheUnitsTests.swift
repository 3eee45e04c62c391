import DER
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TimestampPolicyIsTheUnitsTests {
  @Test func `passes: the policy of the configuration`() throws {
    #expect(try judge(TimestampPolicyIsTheUnits(), timestamp()) == .passes)
  }

  @Test func `fails: another policy`() throws {
    #expect(
      try judge(TimestampPolicyIsTheUnits(), timestamp { $0.policy = ObjectIdentifier(1, 3, 6, 1, 4, 1, 99999, 2) })
        == .fails(["timestamp.policy is 1.3.6.1.4.1.99999.2, must be 1.3.6.1.4.1.99999.1"]))
  }

  @Test func `does not apply: a TSTInfo that cannot be read, which another rule refuses`() throws {
    #expect(try judge(TimestampPolicyIsTheUnits(), timestamp { $0.content = [0x30, 0] }) == .doesNotApply)
    #expect(try !evaluate(timestamp { $0.content = [0x30, 0] }).admits)
  }
}
