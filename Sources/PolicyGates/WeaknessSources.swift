/// What is known of weak keys, and the clauses that forbid them.
extension RuleSource {
  /// A published weakness, with the clause that forbids keys that have it.
  static func cve(_ id: String, _ date: String, _ clause: String) -> RuleSource {
    RuleSource(standard: id, edition: date, clause: clause)
  }

  static func fips1865(_ clause: String) -> RuleSource {
    RuleSource(standard: "FIPS 186-5", edition: "(2023-02)", clause: clause)
  }

  static func sp80056a(_ clause: String) -> RuleSource {
    RuleSource(standard: "NIST SP 800-56A", edition: "Rev. 3 (2018-04)", clause: clause)
  }

  static func sp80089(_ clause: String) -> RuleSource {
    RuleSource(standard: "NIST SP 800-89", edition: "(2006-11)", clause: clause)
  }

  static func sp800186(_ clause: String) -> RuleSource {
    RuleSource(standard: "NIST SP 800-186", edition: "(2023-02)", clause: clause)
  }

  static func rfc5480(_ clause: String) -> RuleSource {
    RuleSource(standard: "RFC 5480", edition: "(2009-03)", clause: clause)
  }

  static func rfc8017(_ clause: String) -> RuleSource {
    RuleSource(standard: "RFC 8017", edition: "(2016-11)", clause: clause)
  }
}
