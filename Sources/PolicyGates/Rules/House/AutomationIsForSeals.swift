internal import Evidence

/// A natural person has sole control of each signature; only a legal person's seal may be automated.
struct AutomationIsForSeals: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.automated_person",
    source: .house("eIDAS Art. 26(c), 36(c)"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { evidence.credential.takesUnnamedHashes }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.credential.kind == .legal, "credential.automation", found: "allowed to a natural person",
      required: "seals of legal persons only")
  }
}
