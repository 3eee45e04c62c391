import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DeviceIsAQSCDTests {
  @Test func `passes: a QSCD`() throws {
    #expect(try judge(DeviceIsAQSCD(), origin()) == .passes)
  }

  @Test func `fails: a secure device that is none`() throws {
    #expect(
      try judge(DeviceIsAQSCD(), origin { $0.device?.kind = .secureCryptographicDevice })
        == .fails(["device.kind is secure cryptographic device (example-hsm), must be qscd"]))
  }

  @Test func `does not apply: a policy without a QSCD`() throws {
    let other = origin(scope: RuleScope(.ncpPlus)) { $0.device?.kind = .secureCryptographicDevice }
    #expect(try judge(DeviceIsAQSCD(), other) == .doesNotApply)
  }
}
