internal import Evidence

/// A certificate that came before makes the event another one, with conditions of its own.
struct FirstIssuanceHasNoPrevious: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.lifecycle.previous_not_expected",
    source: .sealgate("an event is judged as what it is; EN 319 411-1 6.3.6 to 6.3.8"), scope: .subjects,
    duties: [.l1, .l2, .l3])

  func applies(to change: CertificateChange) -> Bool { change.event == .initial }

  func check(_ change: CertificateChange) -> [Violation] {
    .unless(
      change.previous == nil, "previousCertificate", found: "present",
      required: "absent, as the event is initial; or a renewal, re-key or modification")
  }
}
