internal import Evidence

/// A service that the list does not say is granted issues no qualified certificates.
struct TrustedListStatusIsGranted: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.boundary.trusted_list_status", source: .en319411part2("OVR-6.3.5-12", house: true),
    scope: .qualified, duties: [.b4, .i9])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.trustedList != nil && !facts.content.demo }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let status = facts.application?.trustedList?.status
    return .unless(
      status == "granted", "application.trustedList.status", found: status ?? "absent", required: "granted")
  }
}
