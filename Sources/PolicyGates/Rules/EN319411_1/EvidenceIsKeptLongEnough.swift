internal import Evidence
internal import X509

/// Evidence is kept seven years past the certificate, and as long as terms or law say if that is longer (R-R3).
struct EvidenceIsKeptLongEnough: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.ovr-6-4-6-01.retention_too_short", source: .en319411part1("OVR-6.4.6-01, REG-6.3.4-17"),
    scope: .subjects, duties: [.r3])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let retention = facts.application?.retention
    let end = Instant(seconds: facts.content.tbs.validity.notAfter.secondsSinceEpoch)
    let needed = [end.adding(years: 7), retention?.termsUntil, retention?.legalUntil].compactMap { $0 }.max() ?? end
    return .unless(
      retention?.retainUntil.map { $0 >= needed } == true, "application.retention.retainUntil",
      found: retention?.retainUntil?.description ?? "absent", required: "\(needed) or later")
  }
}
