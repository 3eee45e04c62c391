internal import Evidence
internal import X509

/// An answer is made now, of what is known by now.
struct AnswerIsNotOfTheFuture: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.2-4.answer_of_the_future", source: .rfc6960("2.4, 4.2.2.1"), scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    let times =
      [("producedAt", evidence.data.producedAt)]
      + evidence.data.responses.map {
        ("responses[\($0.certificate.serialNumber)].thisUpdate", $0.thisUpdate)
      }
    return times.flatMap { field, time -> [Violation] in
      .unless(
        time.secondsSinceEpoch <= evidence.now.seconds, field, found: "\(time)",
        required: "no later than now, \(evidence.now)")
    }
  }
}
