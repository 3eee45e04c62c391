internal import Evidence

/// A device is certified for signatures, for seals, or for both (eIDAS Art. 29 and 39, CIR (EU) 2025/1570).
struct DevicePurposeFits: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_purpose", source: .en319411part2("SDP-6.5.1-02, eIDAS Art. 29, 39"),
    scope: .qscd, duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool {
    origin.demand == .qscd && origin.device != nil && origin.purpose != nil
  }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device, let purpose = origin.purpose else { return [] }
    return .unless(
      device.purpose == .both || device.purpose == purpose, "device.purpose",
      found: "\(device.purpose.rawValue) (\(device.id))", required: "\(purpose.rawValue) or both")
  }
}
