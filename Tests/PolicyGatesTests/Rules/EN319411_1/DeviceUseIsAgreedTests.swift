import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DeviceUseIsAgreedTests {
  @Test func `passes: agreed`() throws {
    #expect(try judge(DeviceUseIsAgreed(), process()) == .passes)
  }

  @Test func `fails: not agreed`() throws {
    #expect(
      try judge(DeviceUseIsAgreed(), process(.ncpPlus) { $0.application.agreement?.deviceUseConsent = false })
        == .fails(["application.agreement.deviceUseConsent is false, must be true"]))
  }

  @Test func `fails: the terms require it`() throws {
    #expect(
      try judge(DeviceUseIsAgreed(), process(.qcpN) { $0.service.requireDevice() })
        == .fails(["application.agreement.deviceUseConsent is absent, must be true"]))
  }

  @Test func `does not apply: no device required`() throws {
    #expect(try judge(DeviceUseIsAgreed(), process(.qcpN)) == .doesNotApply)
  }
}
