internal import Evidence

/// NCP+, and what the terms require a device for: a secure cryptographic device, or a QSCD.
struct DeviceIsSecure: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.5-1.device_not_secure",
    source: .en319411part1("5.1, EN 319 411-2 OVR-5.1-02, -04, -05"), scope: .mayRequireDevice, duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand == .secureDevice && origin.device != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device else { return [] }
    return .unless(
      device.kind != .none, "device.kind", found: "\(device.kind.rawValue) (\(device.id))",
      required: "qscd or secure cryptographic device")
  }
}
