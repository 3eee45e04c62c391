internal import Evidence

/// A bare hash is signed with signatories' keys alone: a CA's key would certify what nobody has seen.
struct KeyIsASubjects: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.sealgate.control.services_key",
    source: .sealgate("no bare hash with a key of the service"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      !evidence.standing.isTheServices, "credential.key", found: "a key of the service", required: "a signatory's")
  }
}
