internal import X509

/// A path ends where the shortest bound in it says (RFC 5280, 6.1.4 (l) and (m)): a CA that promises more than its issuer has
/// left for it promises what no verifier grants.
struct PathLengthIsInsideTheIssuers: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.path_length_beyond_issuer", source: .rfc5280("4.2.1.9, 6.1.4", house: true),
    scope: .subordinateCAs)

  func applies(to ca: PlannedCA) -> Bool {
    ca.chain.issuer.certificate.extensionValue(BasicConstraints.self).value?.pathLength != nil
  }

  func check(_ ca: PlannedCA) -> [Violation] {
    guard let limit = ca.chain.issuer.certificate.extensionValue(BasicConstraints.self).value?.pathLength,
      let length = ca.content.extensionValue(BasicConstraints.self).value?.pathLength
    else { return [] }
    return .unless(
      length < limit, "extensions.basicConstraints", found: "path length \(length)",
      required: "less than \(limit), the issuer's")
  }
}
