import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DeviceRecordIsReviewedTests {
  @Test func `passes: somebody looked at it before`() throws {
    #expect(try judge(DeviceRecordIsReviewed(), origin()) == .passes)
  }

  @Test func `fails: nobody did, or will have`() throws {
    #expect(
      try judge(DeviceRecordIsReviewed(), origin { $0.device?.reviewedBy = "" })
        == .fails(["device.reviewedBy is nobody (example-hsm), must be a reviewer"]))
    let later = Sample.now.adding(seconds: 1)
    #expect(
      try judge(DeviceRecordIsReviewed(), origin { $0.device?.reviewedAt = later })
        == .fails(["device.reviewedAt is \(later) (example-hsm), must be at or before \(Sample.now)"]))
  }

  @Test func `does not apply: no record, which another rule refuses`() throws {
    #expect(try judge(DeviceRecordIsReviewed(), origin { $0.device = nil }) == .doesNotApply)
  }
}
