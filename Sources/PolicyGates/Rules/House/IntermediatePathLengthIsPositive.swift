internal import X509

/// A CA that issues to CAs alone says how many may follow it, and that is one at the least: without a bound, a mistake below it
/// goes as far as anybody likes; with none, it could certify nobody.
struct IntermediatePathLengthIsPositive: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.intermediate_profile.path_length",
    source: .house("CA profile; RFC 5280 4.2.1.9, CA/B TLS BR 7.1.2.10.4"), scope: .intermediateCA)

  func check(_ ca: PlannedCA) -> [Violation] {
    let length = ca.content.extensionValue(BasicConstraints.self).value?.pathLength
    return .unless(
      length.map { $0 >= 1 } ?? false, "extensions.basicConstraints",
      found: "path length \(length.map(String.init) ?? "absent")", required: "path length 1 or more")
  }
}
