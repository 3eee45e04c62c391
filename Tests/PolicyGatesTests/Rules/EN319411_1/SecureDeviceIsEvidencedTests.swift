import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SecureDeviceIsEvidencedTests {
  @Test func `passes: a certified device`() throws {
    #expect(try judge(SecureDeviceIsEvidenced(), process()) == .passes)
  }

  @Test func `passes: NCP+ with a secure device`() throws {
    #expect(try judge(SecureDeviceIsEvidenced(), process(.ncpPlus)) == .passes)
  }

  @Test func `fails: no device under NCP+`() throws {
    #expect(
      try judge(SecureDeviceIsEvidenced(), process(.ncpPlus) { $0.application.device = nil })
        == .fails([
          "application.device.kind is absent, must be qscd or secure cryptographic device",
          "application.device.model is absent, must be of the device that holds the key",
          "application.device.serial is absent, must be of the device that holds the key",
          "application.device.certification is absent, must be of the device that holds the key",
        ]))
  }

  @Test func `fails: a file`() throws {
    #expect(
      try judge(
        SecureDeviceIsEvidenced(),
        process(.qcpN) {
          $0.service.requireDevice()
          $0.application.device = .sample(.qcpNQSCD)
          $0.application.device?.kind = DeviceKind.none
        }) == .fails(["application.device.kind is none, must be qscd or secure cryptographic device"]))
  }

  @Test func `does not apply: no device required`() throws {
    #expect(try judge(SecureDeviceIsEvidenced(), process(.qcpN)) == .doesNotApply)
  }
}
