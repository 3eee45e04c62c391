internal import Evidence

/// Every name and address in the certificate was validated, by a method that the requirements still allow.
struct DomainsAreValidated: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.3-2-2-4.domain_not_validated",
    source: .baselineRequirements("3.2.2.4, EN 319 411-1 REG-6.2.2-03A"), scope: .web, duties: [.a3])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let domains = ValidatedDomains(facts.application?.domains ?? [])
    return facts.content.webNames.compactMap { name in
      guard let validation = domains.first(covering: name) else {
        return Violation(field: "application.domains", found: "nothing about \(name)", required: "its validation")
      }
      let method = validation.method ?? "absent"
      guard Self.methods.contains(method), validation.validatedAt != nil else {
        return Violation(
          field: "application.domains",
          found: "\(name) by method \(method), at \(validation.validatedAt?.description ?? "no time")",
          required: "a method of 3.2.2.4 or 3.2.2.5 and its time")
      }
      return nil
    }
  }

  /// Those of BR 2.2.6 that may still be used.
  private static let methods = Set(
    [4, 7, 8, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22].map { "3.2.2.4.\($0)" }
      + [1, 2, 3, 5, 6, 7, 8].map { "3.2.2.5.\($0)" })
}
