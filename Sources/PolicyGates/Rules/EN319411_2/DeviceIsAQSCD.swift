internal import Evidence

/// A secure device is no qualified one: the -qscd policies ask for a certificate under Art. 30 of eIDAS.
struct DeviceIsAQSCD: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_no_qscd", source: .en319411part2("SDP-6.5.1-02, eIDAS Art. 30"),
    scope: .qscd, duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand == .qscd && origin.device != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device else { return [] }
    return .unless(
      device.kind == .qscd, "device.kind", found: "\(device.kind.rawValue) (\(device.id))",
      required: DeviceKind.qscd.rawValue)
  }
}
