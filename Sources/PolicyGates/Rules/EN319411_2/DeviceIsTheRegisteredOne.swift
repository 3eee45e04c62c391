internal import Evidence

/// Certification names exact hardware and firmware: another version is not certified.
struct DeviceIsTheRegisteredOne: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_differs", source: .en319411part2("SDP-6.5.1-02"), scope: .qscd,
    duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.device != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let record = origin.device else { return [] }
    let device = origin.attested?.device
    return .unless(
      device == record.device, "attestation.device", found: device.map { "\($0)" } ?? "not named by the evidence",
      required: "\(record.device) (\(record.id))")
  }
}
