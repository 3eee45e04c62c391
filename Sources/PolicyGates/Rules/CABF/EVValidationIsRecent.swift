internal import Evidence

/// All that was validated for an EV certificate may be used again for 398 days (EVG 3.2.2.14.3; EN 319 411-2 REG-6.3.6-03
/// to -05 point there for QEVCP-w).
struct EVValidationIsRecent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.3-2-2-14-3.validation_too_old", source: .evGuidelines("3.2.2.14.3"),
    scope: RuleScope(.evcp, .qevcpW), duties: [.l4, .l5])

  func check(_ facts: LifecycleFacts) -> [Violation] {
    facts.age(
      of: facts.application?.registration?.validatedAt, "application.registration.validatedAt",
      days: ReuseLimit.extendedDays)
  }
}
