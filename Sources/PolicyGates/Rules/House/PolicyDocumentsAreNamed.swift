internal import Evidence

/// An auditor must find, years later, the documents that governed the event, each in its version and by its digest (R-B1, R-R9).
struct PolicyDocumentsAreNamed: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.boundary.policy_documents_missing", source: .en319411part1("5.2", house: true),
    scope: .subjects, duties: [.b1, .r9])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let documents = facts.application?.policyDocuments
    let named = [("cp", documents?.cp), ("cps", documents?.cps), ("profile", documents?.profile)]
    return named.compactMap { name, document in
      guard document?.sha256 == nil else { return nil }
      return Violation(
        field: "application.policyDocuments.\(name)", found: document == nil ? "absent" : "without sha256",
        required: "id, version and sha256")
    }
  }
}
