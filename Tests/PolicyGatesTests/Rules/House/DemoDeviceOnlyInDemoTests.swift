import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DemoDeviceOnlyInDemoTests {
  @Test func `passes: a demo device in a demo`() throws {
    #expect(
      try judge(DemoDeviceOnlyInDemo(), origin(demo: true) { $0.device = SampleOrigin.record(demo: true) }) == .passes)
  }

  @Test func `fails: a demo device`() throws {
    #expect(
      try judge(DemoDeviceOnlyInDemo(), origin { $0.device = SampleOrigin.record(demo: true) })
        == .fails(["device.demo is true (example-hsm), must be a device that is no stand-in"]))
  }

  @Test func `does not apply: a device that is for real`() throws {
    #expect(try judge(DemoDeviceOnlyInDemo(), origin()) == .doesNotApply)
  }
}
