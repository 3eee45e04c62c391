internal import Evidence
internal import X509

/// The statement that the certificate points to is the one that governed the event (R-I7).
struct PDSAddressIsTheDocumentedOne: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.boundary.pds_address_differs", source: .en319411part2("OVR-6.9.4-03", house: true),
    scope: .qualified, duties: [.i7])

  func applies(to facts: ProcessFacts) -> Bool {
    facts.application?.policyDocuments != nil && !facts.content.pdsLocations.isEmpty
  }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let addresses = facts.content.pdsLocations.map(\.url)
    let documented = facts.application?.policyDocuments?.pdsURL ?? "absent"
    return .unless(
      addresses.contains(documented), "application.policyDocuments.pdsUrl", found: documented,
      required: "one of those in the certificate: \(addresses.joined(separator: ", "))")
  }
}
