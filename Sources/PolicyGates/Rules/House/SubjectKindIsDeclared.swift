internal import Evidence

/// NCP, NCP+ and LCP are for natural persons, legal persons and devices, and each kind has a profile of its own (EN 319 411-1
/// GEN-6.6.1-02). Where nobody said which it is, the name was not judged, and the verdict says so.
struct SubjectKindIsDeclared: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.subject_kind_not_declared",
    source: .en319411part1("GEN-6.6.1-02", house: true), severity: .notice, scope: .general)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.subjectKind != nil, "subject", found: "of a kind that was not declared, so its name was not judged",
      required: "declared as one of natural person, legal person, device, website")
  }
}
