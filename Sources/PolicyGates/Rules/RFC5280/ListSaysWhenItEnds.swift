internal import X509

/// Without it nobody can tell an old list from the newest.
struct ListSaysWhenItEnds: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-1-2-5.next_update_missing", source: .rfc5280("5.1.2.5"), scope: .certificateList, duties: [.s6]
  )

  func check(_ evidence: CAListEvidence) -> [Violation] {
    .unless(evidence.list.nextUpdate != nil, "nextUpdate", found: "absent", required: "present")
  }
}
