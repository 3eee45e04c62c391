internal import Evidence

/// In a device that its user keeps, a PIN that counts for a session lets the host sign on without the user. A provider that
/// manages devices for others authenticates each signature itself.
struct KeyUseIsAuthenticatedEachTime: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.use_authenticated_once",
    source: .house("control, stricter than EN 319 411-2 SDP-6.3.5-08, -09"), scope: .mayRequireDevice, duties: [.q4])

  func applies(to origin: KeyOrigin) -> Bool {
    origin.demand.needsRegisteredDevice && origin.device?.management != .qtsp
      && origin.judged?.control.userAuthentication != nil
  }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged, let stated = attested.control.userAuthentication else { return [] }
    return .unless(
      stated.value != .once, "attestation.control.userAuthentication",
      found: "once (\(attested.format) \(stated.field))", required: "always: before each signature")
  }
}
