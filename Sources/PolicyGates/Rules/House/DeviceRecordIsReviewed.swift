internal import Evidence

/// Somebody has looked at the certificate, and said when: a record that nobody stands for certifies nothing.
struct DeviceRecordIsReviewed: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.device.not_reviewed", source: .house("device register"), scope: .mayRequireDevice,
    duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand.needsRegisteredDevice && origin.device != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device else { return [] }
    let violations: [Violation] = .unless(
      !device.reviewedBy.isEmpty, "device.reviewedBy", found: "nobody (\(device.id))", required: "a reviewer")
    return violations
      + .unless(
        device.reviewedAt <= origin.now, "device.reviewedAt", found: "\(device.reviewedAt) (\(device.id))",
        required: "at or before \(origin.now)")
  }
}
