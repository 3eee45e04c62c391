import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DeviceIsTheRegisteredOneTests {
  @Test func `passes: the registered device`() throws {
    #expect(try judge(DeviceIsTheRegisteredOne(), origin()) == .passes)
  }

  @Test func `fails: newer firmware`() throws {
    #expect(
      try judge(DeviceIsTheRegisteredOne(), origin { $0.device = SampleOrigin.record(newerFirmware) })
        == .fails(["attestation.device.firmware is 7.1, must be 7.2 (example-hsm)"]))
  }

  @Test func `fails: a version that the evidence does not state`() throws {
    #expect(
      try judge(DeviceIsTheRegisteredOne(), origin { $0.attestedDevice?.hardwareVersion = nil })
        == .fails(["attestation.device.hardwareVersion is not stated by the evidence, must be 1.0 (example-hsm)"]))
  }

  @Test func `does not apply: a device that is not registered, which another rule refuses`() throws {
    #expect(try judge(DeviceIsTheRegisteredOne(), origin { $0.device = nil }) == .doesNotApply)
  }

  @Test func `does not apply: evidence that is judged without a register`() throws {
    #expect(try judge(DeviceIsTheRegisteredOne(), origin(demand: .origin) { $0.attestedDevice = nil }) == .doesNotApply)
  }

  @Test func `passes: the secure device of NCP+`() throws {
    #expect(try judge(DeviceIsTheRegisteredOne(), origin(scope: RuleScope(.ncpPlus))) == .passes)
  }
}

private let newerFirmware = DeviceIdentity(
  manufacturer: "Example", model: "HSM 1", serial: "42", hardwareVersion: "1.0", firmwareVersion: "7.2")
