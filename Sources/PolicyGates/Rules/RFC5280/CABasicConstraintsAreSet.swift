internal import X509

/// A CA certificate says so, critically.
struct CABasicConstraintsAreSet: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-9.ca_basic_constraints", source: .rfc5280("4.2.1.9"), scope: .cas)

  func check(_ content: CertificateContent) -> [Violation] {
    let constraints = content.extensionValue(BasicConstraints.self)
    return .unless(
      constraints.value?.isCA == true && constraints.critical == true, "extensions.basicConstraints",
      found: "cA \(constraints.value?.isCA ?? false), critical \(constraints.critical ?? false)",
      required: "cA true, critical")
  }
}
