import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DevicePurposeFitsTests {
  @Test func `passes: certified for it, or for both`() throws {
    #expect(try judge(DevicePurposeFits(), origin()) == .passes)
    #expect(try judge(DevicePurposeFits(), origin(purpose: .seal) { $0.device?.purpose = .seal }) == .passes)
  }

  @Test func `fails: a seal's device for a signature`() throws {
    #expect(
      try judge(DevicePurposeFits(), origin { $0.device?.purpose = .seal })
        == .fails(["device.purpose is seal (example-hsm), must be signature or both"]))
  }

  @Test func `does not apply: a demand below a QSCD`() throws {
    #expect(
      try judge(DevicePurposeFits(), origin(demand: .secureDevice) { $0.device?.purpose = .seal }) == .doesNotApply)
  }
}
