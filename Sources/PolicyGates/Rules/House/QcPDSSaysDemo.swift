internal import X509

/// A certificate that is not for real says so where its terms are.
struct QcPDSSaysDemo: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.demo_not_in_pds", source: .house("demo configurations"),
    scope: .qualifiedPersons)

  func applies(to content: CertificateContent) -> Bool { content.demo }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.pdsLocations.isEmpty && content.pdsLocations.allSatisfy { $0.url.lowercased().contains("demo") },
      "extensions.qcStatements.qcPDS",
      found: content.pdsLocations.isEmpty ? "absent" : content.pdsLocations.map(\.url).joined(separator: ", "),
      required: "addresses with the word demo, as the configuration says demo")
  }
}
