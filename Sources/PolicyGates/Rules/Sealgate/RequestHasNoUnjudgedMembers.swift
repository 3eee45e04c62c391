internal import Evidence

/// Evidence that no rule looks at must not be taken as looked at.
struct RequestHasNoUnjudgedMembers: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.request.member_not_supported", source: .sealgate("absent means refused"), scope: .subjects)

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    [
      ("previousCertificate", evidence.request.previousCertificate),
      ("precertificate", evidence.request.precertificate),
    ]
    .filter { $0.1 != nil }
    .map { Violation(field: $0.0, found: "present", required: "absent, as this build has no rules for it") }
  }
}
