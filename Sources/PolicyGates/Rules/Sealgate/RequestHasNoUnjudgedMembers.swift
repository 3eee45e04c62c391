internal import Evidence

/// Evidence that no rule looks at must not be taken as looked at.
struct RequestHasNoUnjudgedMembers: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.request.member_not_supported", source: .sealgate("absent means refused"), scope: .subjects)

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    .unless(
      evidence.request.previousCertificate == nil, "previousCertificate", found: "present",
      required: "absent, as this build has no rules for it")
  }
}
