internal import Evidence

/// Where somebody else keeps the key, control lies in its activation: which module or data, and how the signatory is
/// authenticated.
struct RemoteKeyIsActivatedBySubject: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-3-5-03.activation_missing", source: .en319411part2("SDP-6.3.5-03, -04"),
    scope: [.qualifiedSignatures, .qualifiedSeals], duties: [.q4])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.keyManager != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let control = facts.application?.control
    var violations: [Violation] = .unless(
      control?.activation != nil, "application.control.activation", found: "absent",
      required: "the signature activation module or data")
    let level = control?.authenticationLevel ?? "absent"
    violations += .unless(
      ["substantial", "high"].contains(level), "application.control.authenticationLevel", found: level,
      required: "substantial or high")
    return violations
  }
}
