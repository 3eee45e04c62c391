import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DeviceCertificationIsInForceTests {
  @Test func `passes: before the end`() throws {
    #expect(try judge(DeviceCertificationIsInForce(), origin()) == .passes)
  }

  @Test func `fails: at the end`() throws {
    #expect(
      try judge(
        DeviceCertificationIsInForce(), origin { $0.device = SampleOrigin.record(expires: "2026-11-20T12:00:00Z") })
        == .fails([
          "device.certificate.expires is 2026-01-01T00:00:00Z to 2026-11-20T12:00:00Z (example-hsm), must be a period "
            + "that holds 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `does not apply: a device that is not registered, which another rule refuses`() throws {
    #expect(try judge(DeviceCertificationIsInForce(), origin { $0.device = nil }) == .doesNotApply)
  }

  @Test func `does not apply: evidence that is judged without a register`() throws {
    #expect(
      try judge(DeviceCertificationIsInForce(), origin(demand: .origin) { $0.attestedDevice = nil }) == .doesNotApply)
  }

  @Test func `passes: the secure device of NCP+`() throws {
    #expect(try judge(DeviceCertificationIsInForce(), origin(scope: RuleScope(.ncpPlus))) == .passes)
  }
}
