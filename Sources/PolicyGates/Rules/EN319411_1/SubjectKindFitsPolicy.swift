internal import Evidence

/// Each policy is for one kind of subject, or for persons and devices (R-B2).
struct SubjectKindFitsPolicy: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.5-4-2.subject_kind", source: .en319411part1("5.4.2, EN 319 411-2 5.1"), scope: .subjects,
    duties: [.b2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let allowed = Self.kinds(facts.content.policy)
    let kind = facts.application?.registration?.subjectKind
    return .unless(
      kind.map(allowed.contains) == true, "application.registration.subjectKind", found: kind?.rawValue ?? "absent",
      required: allowed.map(\.rawValue).joined(separator: " or "))
  }

  private static func kinds(_ policy: CertificatePolicy?) -> [SubjectKind] {
    guard let scope = policy.map({ RuleScope($0) }) else { return [] }
    if RuleScope.qualifiedSignatures.contains(scope) { return [.naturalPerson] }
    if RuleScope.qualifiedSeals.contains(scope) { return [.legalPerson] }
    return RuleScope.web.contains(scope) ? [.website] : [.naturalPerson, .legalPerson, .device]
  }
}
