/// The gates of one certificate that a ceremony makes.
public enum CACertificateGates {
  /// A permit to sign the certificate, or every finding that stands against it.
  public static func decide(_ evidence: CACertificateEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: CACertificateEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }
}

extension CACertificateEvidence {
  static let gates: [Gate<CACertificateEvidence>] = [
    Gate("Request", [CAReadingIsWhatIsSigned()]),
    Gate("Profile", of: { $0.content }, ProfileRules.all),
    Gate("KeyOrigin", of: { $0.origin }, OriginRules.key + [EvidenceIsFirstHand()]),
    Gate("Chain", of: { $0.chain }, IssuerRules.all),
    Gate("Plan", of: { $0.planned }, PlanRules.all),
  ]
}

/// The rules on a CA's certificate beside what was planned: many are mistakes that ceremonies made.
enum PlanRules {
  static let all: [any Rule<PlannedCA>] = [
    CASerialHoldsRandomBits(), DigestFitsIssuerCurve(), AnyPolicyIsForAffiliates(), AnyPolicyStandsAlone(),
    WebCAPurposesAreForTLS(), WebRootLivesAsLong(), CrossSubjectIsTheExisting(), CrossKeyIsTheExisting(),
    CrossPathLengthFitsTheExisting(), IntermediatePathLengthIsPositive(), PathLengthIsInsideTheIssuers(),
    WebRootSetsNoPathLength(), RequestedKeyIsPossessed(), CRLSignerNamesItsCA(), CRLSignerSignsListsAlone(),
  ]
}
