import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DeviceIsRegisteredTests {
  @Test func `passes: a device of the register`() throws {
    #expect(try judge(DeviceIsRegistered(), origin()) == .passes)
  }

  @Test func `fails: another one`() throws {
    #expect(
      try judge(DeviceIsRegistered(), origin { $0.device = nil })
        == .fails([
          "device is Example, HSM 1, serial 42, hardware 1.0, firmware 7.1, must be a device of the "
            + "operator's register"
        ]))
  }

  @Test func `does not apply: a policy without a QSCD`() throws {
    #expect(try judge(DeviceIsRegistered(), origin(scope: RuleScope(.qcpN))) == .doesNotApply)
  }

  @Test func `does not apply: evidence that is judged without a register`() throws {
    #expect(try judge(DeviceIsRegistered(), origin(demand: .origin) { $0.attestedDevice = nil }) == .doesNotApply)
  }

  @Test func `passes: the secure device of NCP+`() throws {
    #expect(try judge(DeviceIsRegistered(), origin(scope: RuleScope(.ncpPlus))) == .passes)
  }
}
