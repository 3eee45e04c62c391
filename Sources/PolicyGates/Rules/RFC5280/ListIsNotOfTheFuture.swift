internal import Evidence
internal import X509

/// A list is of the time at which it is made, or before: within the signer's certificate, and not ahead of the clock.
struct ListIsNotOfTheFuture: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-1-2-4.this_update", source: .rfc5280("5.1.2.4"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let (time, signer) = (evidence.list.thisUpdate, evidence.signer.certificate.validity)
    let begin = max(signer.notBefore.secondsSinceEpoch, evidence.issuer.validity.notBefore.secondsSinceEpoch)
    return .unless(
      time.secondsSinceEpoch <= evidence.now.seconds && begin <= time.secondsSinceEpoch
        && signer.contains(secondsSinceEpoch: evidence.now.seconds), "thisUpdate", found: "\(time)",
      required: "between the signer's notBefore, \(signer.notBefore), and now, \(evidence.now), of a signer valid now")
  }
}
