internal import DER
internal import X509

/// A country is large: the subject's place or state stands beside it.
struct SubjectPlaceIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7.subject_place_missing",
    source: .baselineRequirements("7.1.2.7.3, 7.1.2.7.4, EVG 7.1.4.2.6"),
    scope: .validatedSubjects)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.hasSubject(.localityName) || content.hasSubject(.stateOrProvinceName), "subject.localityName",
      found: "neither localityName nor stateOrProvinceName", required: "one of them")
  }
}
