internal import Evidence

/// The means of authentication is linked to the person who holds the key, and to nobody else.
struct AuthenticatorIsTheSignatorys: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.lnk-6-2-2-05.authenticator_of_another",
    source: .ts119431part1("LNK-6.2.2-05"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.proofs.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.proofs.map(\.authenticator).filter { $0.signatory != evidence.content.signatory }.map {
      Violation(
        field: "proof.authenticator", found: "\($0.id) of \($0.signatory)",
        required: "one of \(evidence.content.signatory)")
    }
  }
}
