internal import X509

/// A number without its certificate can be revoked, for the certificate may be lost: that nobody could compare it is said, and
/// where the certificate is at hand after all, it is named instead.
struct NumbersAloneAreNoted: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_list.number_alone", source: .house("CA lists; RFC 5280 5.1.2.6"), severity: .warning,
    scope: .certificateList, duties: [.s2])

  func applies(to evidence: CAListEvidence) -> Bool { !evidence.numbersAlone.isEmpty }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.entries("", required: "the number of a certificate that was compared") { entry in
      evidence.numbersAlone.contains(entry.serialNumber) ? "a number alone" : nil
    }
  }
}
