import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DeviceStillStandsTests {
  @Test func `passes: certified`() throws {
    #expect(
      try judge(DeviceStillStands(), control())
        == .passes)
  }

  @Test func `fails: cancelled`() throws {
    #expect(
      try judge(DeviceStillStands(), control { $0.device = SampleOrigin.record(status: .cancelled) })
        == .fails([
          "credential.device is example-hsm, cancelled until 2030-01-01T00:00:00Z, must be a certified QSCD of the register in effect"
        ]))
  }

  @Test func `fails: unknown`() throws {
    #expect(
      try judge(DeviceStillStands(), control { $0.device = nil })
        == .fails(["credential.device is not in the register, must be a certified QSCD of the register in effect"]))
  }

  @Test func `fails: over`() throws {
    #expect(
      try judge(DeviceStillStands(), control { $0.later = 200_000_000 })
        == .fails([
          "credential.device is example-hsm, certified until 2030-01-01T00:00:00Z, must be a certified QSCD of the register in effect"
        ]))
  }

  @Test func `fails: a stand-in`() throws {
    #expect(
      try judge(DeviceStillStands(), control { $0.device?.demo = true })
        == .fails([
          "credential.device is example-hsm, certified until 2030-01-01T00:00:00Z, must be a certified QSCD of the register in effect"
        ]))
  }

  @Test func `does not apply: no QSCD promised`() throws {
    #expect(
      try judge(DeviceStillStands(), control { $0.activation.hasQSCDStatement = false })
        == .doesNotApply)
  }
}
