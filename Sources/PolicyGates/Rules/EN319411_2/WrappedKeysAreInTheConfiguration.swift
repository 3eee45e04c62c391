internal import Evidence

/// A key outside its device, if only under wrap, is the device's where the certified configuration keeps keys so: the register
/// says it, of the device in which the gateway made the key.
struct WrappedKeysAreInTheConfiguration: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.wrapped_outside_configuration",
    source: .en319411part2("SDP-6.5.1-02, eIDAS Annex II 1(c), (d)"), scope: .mayRequireDevice, duties: [.q2, .q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.isKeptUnderWrap }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let kept = origin.keptKey else { return [] }
    guard let device = origin.device else {
      return [Violation(field: "device", found: "not in the register", required: "a device of the operator's register")]
    }
    let keeps: [Violation] = .unless(
      device.keepsWrappedKeys, "device.keepsWrappedKeys", found: "false (\(device.id))",
      required: "true: the certified configuration keeps keys under wrap, as \(kept.keeping.credential) is kept")
    // Evidence that outranks the record may name another device than the one that made the key.
    return keeps
      + device.differences(from: kept.recorded.device ?? StatedDevice()).map { $0.violation("record.device", device) }
  }
}
