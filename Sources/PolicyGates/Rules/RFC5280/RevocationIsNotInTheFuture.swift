internal import X509

/// A list says what is so at its time: what will be revoked is not in it yet, and a suspicion is not younger than the deed.
struct RevocationIsNotInTheFuture: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-1-2-6.revocation_date", source: .rfc5280("5.1.2.6, 5.3.2"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.entries(".revocationDate", required: "no later than thisUpdate, \(evidence.list.thisUpdate)") { entry in
      entry.revocationDate.secondsSinceEpoch <= evidence.list.thisUpdate.secondsSinceEpoch
        ? nil : "\(entry.revocationDate)"
    }
      + evidence.entries(".invalidityDate", required: "no later than the revocation") { entry in
        guard let date = entry.invalidityDate.value?.time else { return nil }
        return date.secondsSinceEpoch <= entry.revocationDate.secondsSinceEpoch ? nil : "\(date)"
      }
  }
}
