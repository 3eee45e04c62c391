internal import Evidence

/// The device that holds the key is one whose certification the operator has checked.
struct DeviceIsRegistered: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_not_registered",
    source: .en319411part2("SDP-6.5.1-02, EN 319 411-1 5.1"), scope: .mayRequireDevice, duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand.needsRegisteredDevice }

  func check(_ origin: KeyOrigin) -> [Violation] {
    .unless(
      origin.device != nil, "device", found: origin.attested?.device.map { "\($0)" } ?? "not named by the evidence",
      required: "a device of the operator's register")
  }
}
