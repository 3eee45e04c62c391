internal import Evidence

/// A module alone is no remote QSCD: it takes a module certified to EN 419 221-5 and a signature activation module certified to
/// EN 419 241-2, or a whole that was certified by the alternative process of Art. 30(3)(b).
struct RemoteDeviceIsWhole: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_not_whole",
    source: .en319411part2("SDP-6.5.1-02, eIDAS Art. 30(3), Annex II"), scope: .qscd, duties: [.q1, .q6])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand == .qscd && origin.device?.management == .qtsp }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device else { return [] }
    let profiles = device.components.map(\.profile).joined(separator: ", ")
    return .unless(
      device.isWhole, "device.components", found: "\(profiles.isEmpty ? "none" : profiles) (\(device.id))",
      required: "\(DeviceRecord.parts.joined(separator: " and ")), or an alternative process for the whole")
  }
}
