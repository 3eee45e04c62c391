internal import Evidence

/// There is a PKI disclosure statement, whether or not the certificate names it.
struct PDSIsSupported: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.ovr-6-9-4-03.pds_missing", source: .en319411part2("OVR-6.9.4-03"), scope: .qualified,
    duties: [.i7])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let documents = facts.application?.policyDocuments
    return .unless(
      documents?.pds != nil && documents?.pdsURL != nil, "application.policyDocuments.pds",
      found: documents?.pds == nil ? "absent" : "without pdsUrl", required: "a PKI disclosure statement and its address"
    )
  }
}
