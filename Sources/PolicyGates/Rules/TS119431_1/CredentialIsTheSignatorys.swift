internal import Evidence

/// Signer, key and documents are bound: the credential is the one named, and its owner the one who released it.
struct CredentialIsTheSignatorys: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-a-6-01.credential_of_another",
    source: .ts119431part1("SIG-A.6-01"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.content.credential == evidence.credential.id, "credential", found: evidence.content.credential,
      required: evidence.credential.id)
      + .unless(
        evidence.content.signatory == evidence.credential.signatory, "signatory", found: evidence.content.signatory,
        required: evidence.credential.signatory)
  }
}
