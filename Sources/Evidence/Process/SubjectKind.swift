/// Whom or what a certificate is about.
public enum SubjectKind: String, Sendable, Hashable, CaseIterable {
  case naturalPerson = "natural person"
  case legalPerson = "legal person"
  /// A device or a system that a person operates (EN 319 411-1 clause 6.2.2).
  case device
  case website
}
