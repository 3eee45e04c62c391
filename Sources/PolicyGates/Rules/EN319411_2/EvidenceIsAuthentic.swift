internal import Evidence

/// Evidence that was altered, or that leads to nobody whom the operator trusts, is no evidence: one finding for each reason.
struct EvidenceIsAuthentic: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-04.evidence_not_authentic", source: .en319411part2("SDP-6.5.1-04"),
    scope: .bornInDevice, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    (origin.judged?.problems ?? []).map {
      Violation(
        field: "attestation.\($0.kind.rawValue)", found: $0.detail, required: "evidence that proves what it says")
    }
  }
}
