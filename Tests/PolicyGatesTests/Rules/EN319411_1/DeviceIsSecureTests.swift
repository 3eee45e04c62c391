import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DeviceIsSecureTests {
  @Test func `passes: a secure cryptographic device, or a QSCD`() throws {
    for kind in [DeviceKind.secureCryptographicDevice, .qscd] {
      #expect(try judge(DeviceIsSecure(), origin(demand: .secureDevice) { $0.device?.kind = kind }) == .passes)
    }
  }

  @Test func `fails: a record of something else`() throws {
    #expect(
      try judge(DeviceIsSecure(), origin(demand: .secureDevice) { $0.device?.kind = DeviceKind.none })
        == .fails(["device.kind is none (example-hsm), must be qscd or secure cryptographic device"]))
  }

  @Test func `does not apply: a -qscd policy, whose rule asks more`() throws {
    #expect(try judge(DeviceIsSecure(), origin { $0.device?.kind = DeviceKind.none }) == .doesNotApply)
  }
}
