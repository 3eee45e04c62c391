import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsUsedInsideDeviceTests {
  @Test func `passes: nowhere else`() throws {
    #expect(try judge(KeyIsUsedInsideDevice(), process()) == .passes)
  }

  @Test func `fails: elsewhere`() throws {
    #expect(
      try judge(KeyIsUsedInsideDevice(), process(.ncpPlus) { $0.application.control?.usedOutsideDevice = true })
        == .fails(["application.control.usedOutsideDevice is true, must be false"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(KeyIsUsedInsideDevice(), process { $0.application.control = nil })
        == .fails(["application.control.usedOutsideDevice is absent, must be false"]))
  }

  @Test func `does not apply: a policy without a device`() throws {
    #expect(try judge(KeyIsUsedInsideDevice(), process(.qcpN) { $0.application.control = nil }) == .doesNotApply)
  }
}
