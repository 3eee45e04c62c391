/// The documents that rules cite, each in the edition that was read for them (docs of the reference, section 0).
extension RuleSource {
  static func rfc5280(_ clause: String, house: Bool = false) -> RuleSource {
    RuleSource(standard: "RFC 5280", edition: "(2008-05)", clause: clause, isHouseRule: house)
  }

  static func rfc9608(_ clause: String) -> RuleSource {
    RuleSource(standard: "RFC 9608", edition: "(2024-06)", clause: clause)
  }

  static func en319411part1(_ clause: String, house: Bool = false) -> RuleSource {
    RuleSource(standard: "EN 319 411-1", edition: "V1.5.1 (2025-04)", clause: clause, isHouseRule: house)
  }

  static func en319411part2(_ clause: String, house: Bool = false) -> RuleSource {
    RuleSource(standard: "EN 319 411-2", edition: "V2.6.1 (2025-06)", clause: clause, isHouseRule: house)
  }

  static func en319412part1(_ clause: String) -> RuleSource {
    RuleSource(standard: "EN 319 412-1", edition: "V1.7.1 (2026-05)", clause: clause)
  }

  static func en319412part2(_ clause: String, house: Bool = false) -> RuleSource {
    RuleSource(standard: "EN 319 412-2", edition: "V2.5.1 (2026-08)", clause: clause, isHouseRule: house)
  }

  static func en319412part5(_ clause: String, house: Bool = false) -> RuleSource {
    RuleSource(standard: "EN 319 412-5", edition: "V2.6.1 (2026-06)", clause: clause, isHouseRule: house)
  }

  static func ts119312(_ clause: String) -> RuleSource {
    RuleSource(standard: "TS 119 312", edition: "V2.1.1 (2026-06)", clause: clause)
  }

  /// What no standard asks for and we ask all the same.
  static func house(_ clause: String) -> RuleSource {
    RuleSource(standard: "Sealgate house rules", edition: "2026", clause: clause, isHouseRule: true)
  }

  /// What the gates themselves rest on; no standard says it, and no report may soften it.
  static func sealgate(_ clause: String) -> RuleSource {
    RuleSource(standard: "Sealgate", edition: "2026", clause: clause)
  }
}
