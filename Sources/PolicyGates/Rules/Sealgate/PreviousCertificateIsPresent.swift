internal import Evidence

/// Whether a renewal, a re-key or a modification is one shows only beside the certificate before (EN 319 411-1 clauses
/// 6.3.6 to 6.3.8).
struct PreviousCertificateIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.lifecycle.previous_missing", source: .sealgate("absent means refused"), scope: .subjects,
    duties: [.l1, .l2, .l3])

  func applies(to change: CertificateChange) -> Bool { change.isSubsequent }

  func check(_ change: CertificateChange) -> [Violation] {
    .unless(
      change.previous != nil, "previousCertificate", found: "absent",
      required: "the certificate before, as the event is \(change.event.rawValue)")
  }
}
