internal import Evidence

/// Evidence that nobody finds again is lost: the record says where it is and to whom it goes when the TSP ends.
struct ArchiveIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.retention.archive_missing",
    source: .en319411part2("OVR-6.4.9-02, OVR-6.4.5-03", house: true), scope: .subjects, duties: [.r3])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.retention != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let retention = facts.application?.retention
    let members = [("archive", retention?.archive), ("handoverClass", retention?.handoverClass)]
    return members.filter { $0.1 == nil }.map {
      Violation(field: "application.retention.\($0.0)", found: "absent", required: "where the evidence goes")
    }
  }
}
