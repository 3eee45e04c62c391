internal import Evidence

/// A key that came from another device, or went through one, needs evidence for that way; the record says whether it did.
struct ImportedKeyHasEvidence: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-05.key_import_not_evidenced", source: .en319411part2("SDP-6.5.1-05, -06"),
    scope: .qscd, duties: [.q2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.device != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let device = facts.application?.device
    let ways: [(String, Bool?, String?)] = [
      ("keyImported", device?.keyImported, device?.keyImportEvidence),
      ("keyMoved", device?.keyMoved, device?.keyMoveEvidence),
    ]
    return ways.compactMap { name, happened, evidence in
      if happened == false || (happened == true && evidence != nil) { return nil }
      return Violation(
        field: "application.device.\(name)", found: happened == nil ? "absent" : "true, without evidence",
        required: "false, or true with its evidence")
    }
  }
}
