internal import X509

/// The status is of the time of the answer or before, its end comes after, and a revocation came first.
struct AnswerTimesAreOrdered: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.2-4.answer_times", source: .rfc6960("2.4, 4.2.2.1"), scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    let produced = evidence.data.producedAt.secondsSinceEpoch
    return evidence.answers(".thisUpdate", required: "no later than producedAt, \(evidence.data.producedAt)") {
      single in
      single.thisUpdate.secondsSinceEpoch <= produced ? nil : "\(single.thisUpdate)"
    }
      + evidence.answers(".nextUpdate", required: "after thisUpdate") { single in
        guard let next = single.nextUpdate else { return nil }
        return single.thisUpdate.secondsSinceEpoch < next.secondsSinceEpoch ? nil : "\(next)"
      }
      + evidence.answers(".revocationTime", required: "no later than thisUpdate") { single in
        guard case .revoked(let time, _) = single.status else { return nil }
        return time.secondsSinceEpoch <= single.thisUpdate.secondsSinceEpoch ? nil : "\(time)"
      }
  }
}
