internal import Evidence

/// The statement names the way in which the subject really was identified.
struct QcIdentMethodIsTheOneUsed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-3-5-02.qcidentmethod_differs", source: .en319412part5("QCS-4.3.5-02"),
    scope: .qualified, duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool {
    facts.application?.registration != nil && !facts.content.qcIdentMethods.isEmpty
  }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let used = facts.identificationMethod?.identMethod ?? "none that the practices name"
    return facts.content.qcIdentMethods.filter { $0 != used }.map {
      Violation(field: "extensions.qcStatements.qcIdentMethod", found: $0, required: "\(used), as registered")
    }
  }
}
