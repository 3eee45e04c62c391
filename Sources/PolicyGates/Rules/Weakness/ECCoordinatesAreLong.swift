internal import Evidence

/// A coordinate that begins with many zeros was chosen; a random private key gives none.
struct ECCoordinatesAreLong: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.ec.small_coordinate", source: .fips1865("A.2"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isEC }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.smallCoordinate, required: "coordinates of a random point")
  }
}
