internal import X509

/// The key that signs, and verifies after, is the one in the signer's certificate.
struct ListKeyIsTheSigners: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.ca_list.key_differs", source: .sealgate("what is checked is what is signed"),
    scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.signer.keyViolations("signer")
  }
}
