internal import X509

/// A cross-certificate lets the CA have no more below it than its own certificate does; and where that has issuing CAs below
/// it, it needs room for them.
struct CrossPathLengthFitsTheExisting: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.cross_profile.path_length", source: .house("CA profile; RFC 5280 4.2.1.9"), scope: .crossCA)

  func check(_ ca: PlannedCA) -> [Violation] {
    let existing = ca.plan.existing?.extensionValue(BasicConstraints.self).value?.pathLength
    let length = ca.content.extensionValue(BasicConstraints.self).value?.pathLength
    let fits = if let existing { length.map { $0 <= existing } ?? false } else { length != 0 }
    return .unless(
      fits, "extensions.basicConstraints", found: "path length \(length.map(String.init) ?? "absent")",
      required: existing.map { "path length \($0) or less" }
        ?? "room for the CAs below, as the existing certificate has")
  }
}
