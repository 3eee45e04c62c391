internal import Evidence

/// A restricted key signs only what its device made: it attests, and cannot sign for a signatory.
struct KeyIsNotRestricted: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.restricted_key", source: .house("key use"), scope: .bornInDevice, duties: [.q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.judged?[.restricted] else { return [] }
    return .unless(
      claim.value != .yes, "attestation.restricted", found: "true (\(claim.source))",
      required: "false: it signs what is given to it")
  }
}
