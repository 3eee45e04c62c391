internal import Evidence

/// A key that signs for whoever holds the device is under nobody's control. Where the evidence says nothing, the rules on the
/// application answer for control.
struct KeyUseIsAuthenticated: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-3-5-08.use_not_authenticated",
    source: .en319411part2("SDP-6.3.5-08, -09, EN 319 411-1 OVR-6.3.5-01 e)"), scope: .bornInDevice, duties: [.q4])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged?.control.userAuthentication != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged, let stated = attested.control.userAuthentication else { return [] }
    return .unless(
      stated.value != .none, "attestation.control.userAuthentication",
      found: "\(stated.value.rawValue) (\(attested.format) \(stated.field))",
      required: "that of a person before the key signs")
  }
}
