internal import Evidence

/// A key that is kept outside the device, if only under wrap, is a QSCD's where the certified configuration keeps keys so.
struct WrappedKeyIsTaken: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.gen-6-3-3-02.wrapped_outside_configuration",
    source: .ts119431part1("GEN-6.3.3-02"), scope: .soleControl, duties: [.q3, .q4])

  func applies(to evidence: SoleControlEvidence) -> Bool {
    evidence.standing.place == .wrapped && evidence.activation.credential.hasQSCDStatement
  }

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      evidence.standing.device?.keepsWrappedKeys == true, "credential.keyPlace", found: "wrapped",
      required: "on the token, or a device whose certified configuration keeps keys under wrap")
  }
}
