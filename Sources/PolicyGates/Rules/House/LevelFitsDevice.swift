internal import Evidence

/// A certificate that promises a QSCD promises sole control by the signatory's own device.
struct LevelFitsDevice: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.scal1_in_qscd",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { evidence.credential.hasQSCDStatement }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.credential.level == .two, "credential.SCAL", found: evidence.credential.level.rawValue,
      required: SoleControlLevel.two.rawValue)
  }
}
