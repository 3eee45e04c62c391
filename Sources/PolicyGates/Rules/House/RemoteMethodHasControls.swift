internal import Evidence

/// A remote method says what it does against impersonation (R-A4).
struct RemoteMethodHasControls: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.registration.remote_controls_missing",
    source: .en319411part2("REG-6.2.2-02 note 2", house: true), scope: .subjects, duties: [.a4])

  func applies(to facts: ProcessFacts) -> Bool { facts.identificationMethod?.isRemote == true }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.registration?.impersonationControls != nil, "application.registration.impersonationControls",
      found: "absent", required: "what is done against impersonation")
  }
}
