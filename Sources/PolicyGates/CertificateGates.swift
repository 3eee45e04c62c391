/// The gates of one subject certificate. The lists are the law: nothing outside this module can shorten them.
public enum CertificateGates {
  /// A permit to sign the certificate, or every finding that stands against it.
  public static func decide(_ evidence: CertificateEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: CertificateEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }

  /// What the rules on the key's origin alone say of a certificate that was granted before: for when an anchor, an advisory
  /// or a device's certification is no longer what it was. No permit can come of it.
  public static func reappraise(_ evidence: CertificateEvidence) -> Evaluation {
    PolicyGates.evaluate(
      evidence, gates: [Gate("QSCD", Gate.on({ $0.origin }, OriginRules.device))], at: evidence.now,
      under: evidence.terms.forSigning)
  }
}

/// One question each. Where a question is asked of several kinds of evidence, a gate has rules on each.
extension CertificateEvidence {
  static let gates: [Gate<CertificateEvidence>] = [
    Gate(
      "Boundary",
      [RequesterMayUseIssuer(), RequesterMayUsePolicy(), ReadingIsWhatIsSigned()]
        + Gate.on({ $0.process }, ProcessRules.boundary)),
    Gate("Registration", of: { $0.process }, ProcessRules.registration),
    Gate("Application", of: { $0.process }, ProcessRules.application),
    Gate("Agreement", of: { $0.process }, ProcessRules.agreement),
    Gate("Profile", of: { $0.content }, ProfileRules.all),
    Gate("Precertificate", of: { $0.pair }, PairRules.all),
    Gate("Issuer", of: { $0.chain }, IssuerRules.all),
    Gate("QSCD", Gate.on({ $0.origin }, OriginRules.device) + Gate.on({ $0.process }, ProcessRules.device)),
    Gate("Control", of: { $0.process }, ProcessRules.control),
    Gate(
      "Lifecycle",
      LifecycleRules.serial + Gate.on({ $0.lifecycle.change }, LifecycleRules.change)
        + Gate.on({ $0.lifecycle }, LifecycleRules.facts)),
    Gate("Retention", of: { $0.process }, ProcessRules.retention),
  ]
}
