internal import Evidence

/// Certification names exact hardware and firmware: another version is not certified.
struct DeviceIsTheRegisteredOne: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_differs", source: .en319411part2("SDP-6.5.1-02, EN 319 411-1 5.1"),
    scope: .mayRequireDevice, duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool {
    origin.demand.needsRegisteredDevice && origin.device != nil && origin.attested != nil
  }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let record = origin.device, let attested = origin.attested else { return [] }
    return record.differences(from: attested.device ?? StatedDevice()).map {
      $0.violation("attestation.device", record)
    }
  }
}
