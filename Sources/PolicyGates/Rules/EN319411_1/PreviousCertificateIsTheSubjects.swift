internal import Evidence
internal import X509

/// Renewal, re-key and modification are for the subject of the certificate before.
struct PreviousCertificateIsTheSubjects: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.6-3-6.previous_of_another", source: .en319411part1("6.3.6, 6.3.7, 6.3.8"),
    scope: .subjects, duties: [.l1, .l2, .l3])

  func applies(to facts: LifecycleFacts) -> Bool { facts.change.isSubsequent && facts.registeredPrevious != nil }

  func check(_ facts: LifecycleFacts) -> [Violation] {
    guard let previous = facts.registeredPrevious else { return [] }
    let required = "that of \(facts.subjectID ?? "a subject whom the registration names")"
    guard let named = previous.subjectID else {
      // Whom an inventory does not name is known by the name in the certificate.
      return .unless(
        facts.change.previous?.tbs.subject == facts.content.tbs.subject, "previousCertificate",
        found: "of a subject whom the inventory does not name, with another name", required: required)
    }
    return .unless(
      facts.subjectID.map { $0.utf8.elementsEqual(named.utf8) } ?? false, "previousCertificate",
      found: "another subject's", required: required)
  }
}
