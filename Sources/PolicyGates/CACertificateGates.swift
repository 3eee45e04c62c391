/// The gates of one CA certificate, root or issuing.
public enum CACertificateGates {
  /// A permit to sign the certificate, or every finding that stands against it.
  public static func decide(_ evidence: CACertificateEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: CACertificateEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }
}

extension CACertificateEvidence {
  static let gates: [Gate<CACertificateEvidence>] = [
    Gate("KeyOrigin", of: { $0.origin }, OriginRules.key)
  ]
}
