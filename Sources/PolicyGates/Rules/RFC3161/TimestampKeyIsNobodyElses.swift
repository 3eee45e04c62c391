/// The key signs nothing but time stamps: it is no CA's and no signatory's.
struct TimestampKeyIsNobodyElses: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_3161.2-3.key_of_another", source: .rfc3161("2.3"), scope: .timestamp, duties: [.r8, .q4])

  func check(_ unit: TimestampUnit) -> [Violation] {
    .unless(
      !unit.isAnothersKey, "timestampUnit.key", found: "the key of a CA or of a signatory",
      required: "a key for time stamps alone")
  }
}
