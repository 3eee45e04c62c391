internal import Evidence

/// The agreement says whether the certificate may be published; silence is no consent (DIS-6.1-01B).
struct PublicationIsDecided: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-10a.publication_undecided", source: .en319411part1("REG-6.3.4-10A d)"),
    scope: .subjects, duties: [.i6, .i8])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.agreement != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.agreement?.publicationConsent != nil, "application.agreement.publicationConsent",
      found: "absent",
      required: "true or false")
  }
}
