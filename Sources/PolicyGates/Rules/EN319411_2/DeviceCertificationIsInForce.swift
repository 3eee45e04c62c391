internal import Evidence

/// A certification has a first and a last day (eIDAS Art. 30(3a)).
struct DeviceCertificationIsInForce: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.device_certification_not_in_force",
    source: .en319411part2("SDP-6.5.1-02, EN 319 411-1 5.1"), scope: .mayRequireDevice, duties: [.q1, .q5])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand.needsRegisteredDevice && origin.device != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let device = origin.device else { return [] }
    let certificate = device.certificate
    return .unless(
      device.certificateIsInForce(at: origin.now), "device.certificate.expires",
      found: "\(certificate.issued) to \(certificate.expires) (\(device.id))",
      required: "a period that holds \(origin.now)")
  }
}
