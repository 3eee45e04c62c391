internal import Evidence
internal import X509

/// A subject's name is given to nobody else, ever. The clause says so for one CA; here it holds for all CAs of the
/// provider, which share one register.
struct NameIsNotAnothers: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-3-10.name_of_another", source: .en319411part1("GEN-6.3.3-10"),
    scope: .subjects.subtracting(RuleScope(.dvcp)))

  func check(_ facts: LifecycleFacts) -> [Violation] {
    guard let subject = facts.subjectID else {
      return [
        Violation(
          field: "application.registration.subjectId", found: "absent",
          required: "present, so that the register knows to whom the name is given")
      ]
    }
    let shown = facts.unnamedPrevious != nil && facts.change.previous?.tbs.subject == facts.content.tbs.subject
    return .unless(
      facts.registers.nameHolders.areNobodyBut(subject, shown: shown), "subject",
      found: "\(facts.content.tbs.subject), given to another subject", required: "a name that is \(subject)'s alone")
  }
}
