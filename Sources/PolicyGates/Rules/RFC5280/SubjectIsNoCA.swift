internal import X509

/// Only a CA certificate asserts cA, and only a CA has a path length.
struct SubjectIsNoCA: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-9.subject_is_ca", source: .rfc5280("4.2.1.9"), scope: .endEntities)

  func check(_ content: CertificateContent) -> [Violation] {
    guard let constraints = content.extensionValue(BasicConstraints.self).value else { return [] }
    return .unless(
      !constraints.isCA && constraints.pathLength == nil, "extensions.basicConstraints",
      found: "cA \(constraints.isCA), path length \(constraints.pathLength.map(String.init) ?? "absent")",
      required: "absent, or cA false without a path length")
  }
}
