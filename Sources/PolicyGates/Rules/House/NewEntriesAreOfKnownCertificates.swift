internal import X509

/// A number typed wrong revokes nobody, or another: the certificate of each new entry is at hand, and the CA issued it
/// before it was revoked. Where a certificate is lost, the script says so of its number, and `NumbersAloneAreNoted` says it on.
struct NewEntriesAreOfKnownCertificates: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_list.certificate_unknown", source: .house("CA lists; RFC 5280 5.1.2.6"),
    scope: .certificateList, duties: [.s2])

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let before = evidence.previousEntries
    return evidence.entries("", required: "the number of a certificate at hand that this CA issued before") { entry in
      guard before[entry.serialNumber] == nil, !evidence.numbersAlone.contains(entry.serialNumber) else { return nil }
      guard let certificate = evidence.known[entry.serialNumber] else { return "of no certificate at hand" }
      let begin = certificate.validity.notBefore
      return begin.secondsSinceEpoch <= entry.revocationDate.secondsSinceEpoch
        ? nil : "revoked \(entry.revocationDate), before \(begin)"
    }
  }
}
