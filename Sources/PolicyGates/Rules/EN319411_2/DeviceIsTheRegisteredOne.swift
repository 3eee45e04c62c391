internal import Evidence

/// Certification names exact hardware and firmware: another version is not certified.
struct DeviceIsTheRegisteredOne: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_differs", source: .en319411part2("SDP-6.5.1-02"), scope: .qscd,
    duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.device != nil && origin.attested != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let record = origin.device, let attested = origin.attested else { return [] }
    return record.differences(from: attested.device ?? StatedDevice()).map { difference in
      Violation(
        field: "attestation.device.\(difference.field)", found: difference.found ?? "not stated by the evidence",
        required: "\(difference.required) (\(record.id))")
    }
  }
}
