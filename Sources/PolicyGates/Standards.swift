/// The documents that rules cite, and in which edition each stands in a baseline (reference etsi-profiles, section 0).
extension Standard {
  static let rfc5280 = Standard("RFC 5280", Edition("(2008-05)", .original))
  static let rfc6962 = Standard("RFC 6962", Edition("(2013-06)", .original))
  static let rfc6960 = Standard("RFC 6960", Edition("(2013-06)", .original))
  static let rfc3161 = Standard("RFC 3161", Edition("(2001-08, with RFC 5816)", .transcription))
  static let rfc2985 = Standard("RFC 2985", Edition("(2000-11)", .original))
  static let rfc2986 = Standard("RFC 2986", Edition("(2000-11)", .original))
  static let rfc9608 = Standard("RFC 9608", Edition("(2024-06)", .original))

  static let en319411part1 = Standard("EN 319 411-1", Edition("V1.5.1 (2025-04)", .transcription))
  static let en319411part2 = Standard("EN 319 411-2", Edition("V2.6.1 (2025-06)", .transcription))
  static let en319412part1 = Standard(
    "EN 319 412-1", cir2025: Edition("V1.6.1", .notRead), etsi2026: Edition("V1.7.1 (2026-05)", .transcription))
  static let en319412part2 = Standard(
    "EN 319 412-2", cir2025: Edition("V2.4.1", .notRead), etsi2026: Edition("V2.5.1 (2026-08)", .transcription))
  /// The act's annex on seals was not read: the edition is the last one published before the act.
  static let en319412part3 = Standard(
    "EN 319 412-3", cir2025: Edition("V1.3.1 (2023-09)", .notRead),
    etsi2026: Edition("V1.4.1 (2026-07)", .transcription))
  /// What CIR (EU) 2025/2527 names was not read: the edition is the last one published before it.
  static let en319412part4 = Standard(
    "EN 319 412-4", cir2025: Edition("V1.4.1 (2025-06)", .notRead),
    etsi2026: Edition("V1.4.1 (2025-06)", .transcription))
  static let en319412part5 = Standard(
    "EN 319 412-5", cir2025: Edition("V2.5.1 (2025-06)", .transcription),
    etsi2026: Edition("V2.6.1 (2026-06)", .transcription), duties: [.i3])

  /// The act asks for the agreed cryptographic mechanisms of the ECCG; no edition of this document stands in it.
  static let ts119312 = Standard("TS 119 312", Edition("V2.1.1 (2026-06)", .transcription))
  static let ts119495 = Standard("TS 119 495", Edition("V1.8.1 (2026-09)", .implementation))

  /// Its ids as third parties quote them; the texts of EN 419 241-1, which it refers to, were not read.
  static let ts119431part1 = Standard("TS 119 431-1", Edition("V1.3.1", .transcription))

  /// The texts were not read: what rules ask stands in the documents that this project was started from.
  static let en319421 = Standard("EN 319 421", Edition("V1.1.1 (2016-03)", .notRead))
  static let en319422 = Standard("EN 319 422", Edition("V1.1.1 (2016-03)", .notRead))

  static let baselineRequirements = Standard("CA/B TLS BR", Edition("2.2.6 (2026-03)", .original))
  static let evGuidelines = Standard("CA/B EVG", Edition("2.0.2 (2026-05)", .original))

  /// The implementing acts themselves, for what they add to the standards.
  static let cir2025n1943 = Standard("CIR (EU) 2025/1943", Edition("of 29 September 2025", .transcription))
  /// For websites.
  static let cir2025n2527 = Standard("CIR (EU) 2025/2527", Edition("(2025)", .notRead))

  static let house = Standard("Sealgate house rules", Edition("2026", .original))
  static let sealgate = Standard("Sealgate", Edition("2026", .original))
}

extension RuleSource {
  static func rfc5280(_ clause: String, house: Bool = false) -> RuleSource { .init(.rfc5280, clause, house) }

  static func rfc6962(_ clause: String) -> RuleSource { .init(.rfc6962, clause) }

  static func rfc6960(_ clause: String, house: Bool = false) -> RuleSource { .init(.rfc6960, clause, house) }

  static func rfc3161(_ clause: String) -> RuleSource { .init(.rfc3161, clause) }

  static func rfc2985(_ clause: String) -> RuleSource { .init(.rfc2985, clause) }

  static func rfc2986(_ clause: String) -> RuleSource { .init(.rfc2986, clause) }

  static func rfc9608(_ clause: String) -> RuleSource { .init(.rfc9608, clause) }

  static func en319411part1(_ clause: String, house: Bool = false) -> RuleSource {
    .init(.en319411part1, clause, house)
  }

  static func en319411part2(_ clause: String, house: Bool = false) -> RuleSource {
    .init(.en319411part2, clause, house)
  }

  static func en319412part1(_ clause: String, house: Bool = false) -> RuleSource {
    .init(.en319412part1, clause, house)
  }

  static func en319412part2(_ clause: String, house: Bool = false) -> RuleSource {
    .init(.en319412part2, clause, house)
  }

  static func en319412part3(_ clause: String, house: Bool = false) -> RuleSource {
    .init(.en319412part3, clause, house)
  }

  static func en319412part4(_ clause: String, house: Bool = false) -> RuleSource {
    .init(.en319412part4, clause, house)
  }

  static func en319412part5(_ clause: String, house: Bool = false) -> RuleSource {
    .init(.en319412part5, clause, house)
  }

  /// What the standard says should, the act's adaptation says shall.
  static func ts119312(_ clause: String, house: Bool = false) -> RuleSource {
    RuleSource(.ts119312, clause, house).adapted("algorithms shall be among the ECCG's agreed mechanisms")
  }

  static func ts119495(_ clause: String, house: Bool = false) -> RuleSource { .init(.ts119495, clause, house) }

  static func ts119431part1(_ clause: String) -> RuleSource { .init(.ts119431part1, clause) }

  static func en319421(_ clause: String) -> RuleSource { .init(.en319421, clause) }

  static func en319422(_ clause: String) -> RuleSource { .init(.en319422, clause) }

  static func cir2025n1943(_ clause: String) -> RuleSource { .init(.cir2025n1943, clause) }

  static func cir2025n2527(_ clause: String) -> RuleSource { .init(.cir2025n2527, clause) }

  /// The CA/Browser Forum's requirements for TLS certificates.
  static func baselineRequirements(_ clause: String) -> RuleSource { .init(.baselineRequirements, clause) }

  /// The CA/Browser Forum's guidelines for extended validation.
  static func evGuidelines(_ clause: String) -> RuleSource { .init(.evGuidelines, clause) }

  /// What no standard asks for and we ask all the same.
  static func house(_ clause: String) -> RuleSource { .init(.house, clause, true) }

  /// What the gates themselves rest on; no standard says it, and no report may soften it.
  static func sealgate(_ clause: String) -> RuleSource { .init(.sealgate, clause) }
}
