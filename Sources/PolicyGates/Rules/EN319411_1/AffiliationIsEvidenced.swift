internal import DER
internal import Evidence
internal import X509

/// A person who is named with an organisation belongs to it, and both agreed to the naming.
struct AffiliationIsEvidenced: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-2-2-09.affiliation_missing", source: .en319411part1("REG-6.2.2-09"), scope: .subjects,
    duties: [.a2])

  func applies(to facts: ProcessFacts) -> Bool {
    facts.application?.registration?.subjectKind == .naturalPerson
      && !facts.content.tbs.subject.values(of: .organizationName).isEmpty
  }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.registration?.affiliation != nil, "application.registration.affiliation", found: "absent",
      required: "the evidence of the affiliation to the organisation in the certificate")
  }
}
