internal import Evidence

/// What was validated is what will be certified: the subject and its alternative names, byte for byte (R-A5).
struct SubjectIsTheRegisteredOne: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-00b.attributes_differ", source: .en319411part1("REG-6.3.1-00B"), scope: .subjects,
    duties: [.a5])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let registration = facts.application?.registration
    let names: [(String, Digest?, Digest?)] = [
      ("attributesSha256", registration?.attributesSHA256, facts.subjectSHA256),
      ("alternativeNamesSha256", registration?.alternativeNamesSHA256, facts.alternativeNamesSHA256),
    ]
    return names.filter { $0.1 != $0.2 }.map { name, registered, certified in
      Violation(
        field: "application.registration.\(name)", found: registered?.hex ?? "absent",
        required: certified.map { "\($0.hex), as in the certificate" } ?? "absent, as in the certificate")
    }
  }
}
