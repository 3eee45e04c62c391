internal import Evidence

/// A certification that was cancelled, suspended or has run out certifies nothing. Art. 51(1) of eIDAS keeps the devices of
/// the directive of 1999 for signatures until 21 May 2027: those are transitional.
struct DeviceIsCertified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_not_certified",
    source: .en319411part2("SDP-6.5.1-02, SDP-6.5.1-07A, EN 319 411-1 5.1, eIDAS Art. 51(1)"),
    scope: .mayRequireDevice, duties: [.q1])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand.needsRegisteredDevice && origin.device != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device else { return [] }
    return .unless(
      device.isCertified(at: origin.now, asQSCD: origin.demand == .qscd), "device.certificate.status",
      found: "\(device.certificate.status.rawValue) (\(device.id))",
      required: "certified")
  }
}
