internal import Evidence

/// A modification is for changed attributes of the subject; without any it is a renewal.
struct ModificationChangesAttributes: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.6-3-8.nothing_changed", source: .en319411part1("6.3.8"), scope: .subjects, duties: [.l3])

  func applies(to change: CertificateChange) -> Bool { change.event == .modification && change.previous != nil }

  func check(_ change: CertificateChange) -> [Violation] {
    .unless(
      change.difference?.attributes.isEmpty == false, "subject", found: "as in the previous certificate",
      required: "changed in at least one attribute, as the event is modification")
  }
}
