internal import Evidence

/// Whoever manages the key for the subject is named, with the proof of its qualified status, looked at not long ago.
struct KeyManagerIsTrusted: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.ovr-6-3-5-05.key_manager_not_confirmed",
    source: .en319411part1("OVR-6.3.5-05, EN 319 411-2 SDP-6.5.1-03"), scope: .subjects, duties: [.q6])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.keyManager != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let manager = facts.application?.keyManager
    let members = [("provider", manager?.provider), ("qualifiedStatus", manager?.qualifiedStatus)]
    return members.filter { $0.1 == nil }.map {
      Violation(
        field: "application.keyManager.\($0.0)", found: "absent", required: "who manages the key, and its status")
    }
      + facts.staleness(
        of: manager?.checkedAt, days: facts.service.practices?.listCheckDays, field: "application.keyManager.checkedAt")
  }
}
