internal import Evidence

/// A key that the gateway keeps under wrap was made in its device, and could leave it in no other form. Its own record says so.
/// Not known is refused like false: absent evidence is no evidence.
struct WrappedKeyLeavesUnderWrapAlone: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.leaves_unwrapped",
    source: .en319411part2("SDP-6.5.1-02, eIDAS Annex II 1(c), (d)"), scope: .mayRequireDevice, duties: [.q2, .q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.isKeptUnderWrap }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let recorded = origin.keptKey?.recorded else { return [] }
    let wanted: [(ClaimName, Truth, String)] = [
      (.generatedInside, .yes, "true: generated inside the device"),
      (.generationMechanism, .yes, "true: a mechanism that generates signing key pairs"),
      (.extractableWrapped, .yes, "true: kept under a wrapping key"),
      (.extractableClear, .no, "false: leaves under a wrapping key alone"),
      (.everNonSensitive, .no, "false: never was readable in clear"),
    ]
    return wanted.flatMap { name, value, required in
      [Violation].unless(
        recorded[name].value == value, "record.\(name.rawValue)",
        found: "\(recorded[name].value.rawValue) (\(recorded[name].source))", required: required)
    }
  }
}
