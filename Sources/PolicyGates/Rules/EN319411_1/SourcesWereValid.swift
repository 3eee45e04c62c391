internal import Evidence

/// A document that had run out when it was looked at limits what it proves: it proves nothing.
struct SourcesWereValid: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-2-2-18.evidence_expired", source: .en319411part1("REG-6.2.2-18"), scope: .subjects,
    duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration?.validatedAt != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    guard let registration = facts.application?.registration, let validatedAt = registration.validatedAt else {
      return []
    }
    return registration.sources.enumerated().compactMap { index, source in
      guard let until = source.validUntil, until <= validatedAt else { return nil }
      return Violation(
        field: "application.registration.sources[\(index)].validUntil", found: "\(until)",
        required: "after the validation at \(validatedAt)")
    }
  }
}
