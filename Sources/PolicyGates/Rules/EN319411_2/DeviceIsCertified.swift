internal import Evidence

/// A certification that was cancelled, suspended or has run out certifies nothing.
struct DeviceIsCertified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_not_certified", source: .en319411part2("SDP-6.5.1-02, SDP-6.5.1-07A"),
    scope: .qscd, duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.device != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device else { return [] }
    return .unless(
      device.certificate.status == .certified, "device.certificate.status",
      found: "\(device.certificate.status.rawValue) (\(device.id))",
      required: "certified")
  }
}
