internal import Evidence

/// Renewal, re-key and modification compare with the previous certificate (EN 319 411-1 6.3.6 to 6.3.8); until there are
/// rules that do, only a first issuance can be judged.
struct EventIsSupported: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.request.event_not_supported", source: .sealgate("absent means refused"), scope: .subjects,
    duties: [.l1, .l2, .l3, .l4])

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    .unless(
      evidence.request.event == .initial, "event", found: evidence.request.event.rawValue,
      required: "an event that this build has rules for: \(LifecycleEvent.initial.rawValue)")
  }
}
