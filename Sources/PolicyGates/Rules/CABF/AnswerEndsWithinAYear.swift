internal import X509

/// What is said of a CA's certificate is renewed within twelve months. The ten days for subscribers' are not for it.
///
/// The clause is 4.9.9, as its id does not say: editions before had it in 4.9.10, which says nothing any more.
struct AnswerEndsWithinAYear: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.4-9-10.ca_answer_long_lived", source: .baselineRequirements("4.9.9"), scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    evidence.answers(".nextUpdate", required: "present, and within twelve months of thisUpdate") { single in
      guard let next = single.nextUpdate else { return "absent" }
      let latest = single.thisUpdate.twelveMonthsLater?.secondsSinceEpoch ?? 0
      return next.secondsSinceEpoch <= latest ? nil : "\(next)"
    }
  }
}
