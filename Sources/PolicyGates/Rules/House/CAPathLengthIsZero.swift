internal import X509

/// An issuing CA has no CA below it (reference, section 6).
struct CAPathLengthIsZero: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.path_length", source: .house("CA profile; RFC 5280 4.2.1.9"), scope: .issuingCA)

  func check(_ content: CertificateContent) -> [Violation] {
    let length = content.extensionValue(BasicConstraints.self).value?.pathLength
    return .unless(
      length == 0, "extensions.basicConstraints", found: "path length \(length.map(String.init) ?? "absent")",
      required: "path length 0")
  }
}
