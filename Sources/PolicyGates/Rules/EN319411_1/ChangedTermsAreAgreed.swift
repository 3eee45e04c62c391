internal import Evidence

/// Terms that are others than those of the certificate before were made known and agreed (REG-6.3.6-08).
struct ChangedTermsAreAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-6-08.changed_terms_not_agreed", source: .en319411part1("REG-6.3.6-08"),
    scope: .subjects, duties: [.l4])

  /// What an inventory brings has no terms: nobody can say that they are the same.
  func applies(to facts: LifecycleFacts) -> Bool {
    facts.change.isSubsequent
      && (facts.registeredPrevious?.terms == nil
        || facts.registeredPrevious?.terms != facts.application?.agreement?.termsSHA256)
  }

  func check(_ facts: LifecycleFacts) -> [Violation] {
    .unless(
      facts.application?.agreement?.changesAgreed?.isEmpty == false, "application.agreement.changesAgreed",
      found: "absent",
      required: "the record of an agreement to the terms, which are not known to be those of the previous certificate")
  }
}
