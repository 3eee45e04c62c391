internal import X509

/// List and answers do not contradict each other.
struct AnswerAgreesWithTheList: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.css-6-3-10-09.list_contradicts", source: .en319411part1("CSS-6.3.10-09, REV-6.2.4-03C"),
    scope: .statusAnswer, duties: [.s6])

  func applies(to evidence: OCSPAnswerEvidence) -> Bool { evidence.list != nil }

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    let entries = evidence.list?.revokedCertificates ?? []
    let revoked = Dictionary(entries.map { ($0.serialNumber, $0) }) { first, _ in first }
    return evidence.answers(".certStatus", required: "what the CA's list says") { single in
      switch (single.status, revoked[single.certificate.serialNumber]) {
      case (.good, nil): nil
      case (.good, let entry?): "good, and listed as revoked on \(entry.revocationDate)"
      case (.revoked, nil): "revoked, and not listed"
      case (.revoked(let time, let reason), let entry?):
        time.secondsSinceEpoch == entry.revocationDate.secondsSinceEpoch && reason == entry.reason.value
          ? nil : "revoked on \(time), and listed for \(entry.revocationDate) or for another reason"
      case (.unknown, _): "unknown, of a certificate that the CA issued"
      }
    }
  }
}
