internal import Evidence

/// The validation of a domain may be used again for a while that grows shorter (BR 4.2.1).
struct DomainValidationIsRecent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.4-2-1.domain_validation_too_old", source: .baselineRequirements("4.2.1"), scope: .browserForum,
    duties: [.l4, .l5])

  func check(_ facts: LifecycleFacts) -> [Violation] {
    let days = ReuseLimit.domainDays(at: facts.now)
    let domains = facts.application?.domains ?? []
    guard !domains.isEmpty else {
      return [Violation(field: "application.domains", found: "none", required: "the validation of each name")]
    }
    return domains.flatMap { domain in
      facts.age(of: domain.validatedAt, "application.domains.\(domain.domain).validatedAt", days: days)
    }
  }
}

extension LifecycleFacts {
  /// What stands against the use of a validation today.
  func age(of validated: Instant?, _ field: String, days: Int64) -> [Violation] {
    guard let validated else { return [Violation(field: field, found: "absent", required: "a time")] }
    return .unlessRecent(validated, field, days: days, now: now)
  }
}
