internal import Evidence

/// At SCAL2 the signatory's own device signs what is released; nothing that binds no document stands in for it.
struct OwnDeviceIsUsed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-12.own_device_missing",
    source: .ts119431part1("SIG-6.3.1-12"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { evidence.credential.level == .two }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.proofs.contains { $0.bindsContent }, "proof",
      found: evidence.proofs.isEmpty ? "absent" : evidence.proofs.map(\.name).joined(separator: ", "),
      required: "a passkey, or a signed statement, over what is released")
  }
}
