import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DevicePreparationIsRecordedTests {
  @Test func `passes: recorded`() throws {
    #expect(try judge(DevicePreparationIsRecorded(), process()) == .passes)
  }

  @Test func `fails: not recorded`() throws {
    #expect(
      try judge(DevicePreparationIsRecorded(), process(.ncpPlus) { $0.application.device?.preparation = nil })
        == .fails(["application.device.preparation is absent, must be the record of the preparation"]))
  }

  @Test func `does not apply: no device required`() throws {
    #expect(try judge(DevicePreparationIsRecorded(), process(.qcpN)) == .doesNotApply)
  }
}
