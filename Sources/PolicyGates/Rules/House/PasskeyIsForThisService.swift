internal import Evidence

/// The browser was on a page of this service, in no frame of another, and asked for an assertion.
struct PasskeyIsForThisService: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.passkey.made_elsewhere",
    source: .house("passkeys; WebAuthn Level 2, 7.2"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.passkeys.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.passkeys.filter { !$0.originAllowed || !$0.relyingPartyMatches || !$0.isGetType || $0.isCrossOrigin }.map {
      passkey in
      Violation(
        field: "proof.origin",
        found:
          "type \(passkey.isGetType), origin \(passkey.originAllowed), relying party \(passkey.relyingPartyMatches), framed \(passkey.isCrossOrigin)",
        required: "type true, origin true, relying party true, framed false")
    }
  }
}
