internal import Evidence

/// One act releases at least one signature, and no more than the credential allows at a time.
struct NumberOfSignaturesIsWithinTheCredentials: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.too_many_signatures",
    source: .house("CSC API 2.0, 11.6 numSignatures"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      (1...max(1, evidence.credential.multisign)).contains(evidence.content.signatures), "numSignatures",
      found: "\(evidence.content.signatures)", required: "1 to \(evidence.credential.multisign)")
  }
}
