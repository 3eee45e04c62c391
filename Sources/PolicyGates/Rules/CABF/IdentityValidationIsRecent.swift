internal import Evidence

/// The validation of a subject's identity may be used again for a while (BR 4.2.1).
struct IdentityValidationIsRecent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.4-2-1.identity_validation_too_old", source: .baselineRequirements("4.2.1"),
    scope: RuleScope(.ovcp, .ivcp, .qncpW), duties: [.l4])

  func check(_ facts: LifecycleFacts) -> [Violation] {
    facts.age(
      of: facts.application?.registration?.validatedAt, "application.registration.validatedAt",
      days: ReuseLimit.identityDays(at: facts.now))
  }
}
