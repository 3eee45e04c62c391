import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DeviceIsCertifiedTests {
  @Test func `passes: certified`() throws {
    #expect(try judge(DeviceIsCertified(), origin()) == .passes)
  }

  @Test func `fails: suspended`() throws {
    #expect(
      try judge(DeviceIsCertified(), origin { $0.device = SampleOrigin.record(status: .suspended) })
        == .fails(["device.certificate.status is suspended (example-hsm), must be certified"]))
  }

  @Test func `does not apply: a device that is not registered, which another rule refuses`() throws {
    #expect(try judge(DeviceIsCertified(), origin { $0.device = nil }) == .doesNotApply)
  }
}
