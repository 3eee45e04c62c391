internal import Evidence

/// A renewal changes the serial number and the validity, and what follows the CA or its terms; nothing else.
struct RenewalKeepsContent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.6-3-6.content_changed", source: .en319411part1("6.3.6"), scope: .subjects, duties: [.l1])

  func applies(to change: CertificateChange) -> Bool { change.event == .renewal && change.previous != nil }

  func check(_ change: CertificateChange) -> [Violation] {
    guard let difference = change.difference else { return [] }
    return (difference.attributes + difference.others).map {
      Violation(
        field: $0, found: "another than in the previous certificate", required: "the same, as the event is renewal")
    }
  }
}
