internal import Evidence

/// That a key was generated says nothing about who holds it now. Where the verifier gave out a nonce and the format can carry
/// one, it must be in what was signed; else the key itself answers, in the certification request. What the gateway reads from
/// a token itself is of now; what it read when it made a key, and kept, is not. A request that the key did not sign refuses in
/// any case.
struct EvidenceIsFresh: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.not_fresh", source: .house("freshness"), scope: .mayRequireDevice, duties: [.a7, .q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && origin.demand != .caKey }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    if origin.possession == .no {
      return [
        Violation(
          field: "possession", found: "false (the certification request's signature)",
          required: "true: the key signs the request for itself")
      ]
    }
    if origin.asksNonce, attested.canCarryNonce {
      let claim = attested[.nonceBound]
      return .unless(
        claim.value == .yes, "attestation.nonceBound", found: "\(claim.value.rawValue) (\(claim.source))",
        required: "true: the nonce that was given out")
    }
    let isLive = [.attributesLive, .attributesLiveCertifiedChannel].contains(attested.evidenceClass)
    let mayBeUnknown = isLive || !origin.demand.needsRegisteredDevice
    return .unless(
      origin.possession == .yes || mayBeUnknown, "possession", found: "unknown (the certification request's signature)",
      required: "true: \(attested.format) carries no nonce that was asked for, so the key must answer for itself")
  }
}
