internal import X509

/// Where it is said at all that this is no CA, no reader may overlook it.
struct BasicConstraintsAreCritical: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-6.basic_constraints_not_critical", source: .baselineRequirements("7.1.2.7.6"),
    scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(BasicConstraints.self) != .absent
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(BasicConstraints.self).critical != false, "extensions.basicConstraints",
      found: "not critical", required: "critical")
  }
}
