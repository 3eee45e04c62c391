internal import X509

/// A verifier that does not know a critical extension takes nothing from the list. The distribution point is critical, and
/// nothing else of ours is.
struct ListCriticalityIsRight: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-2.list_criticality", source: .rfc5280("5.2, 5.3"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let wrong = evidence.list.extensions.filter { $0.critical != ($0.oid == IssuingDistributionPoint.oid) }
    return wrong.map {
      Violation(
        field: "extensions.\($0.oid)", found: $0.critical ? "critical" : "not critical",
        required: $0.critical ? "not critical" : "critical")
    }
      + evidence.entries("", required: "no critical extension") { entry in
        entry.extensions.first(where: \.critical).map { "\($0.oid), critical" }
      }
  }
}
