public import Evidence

/// What is asked of a device's own evidence for a CA's key (EN 319 411-1 GEN-6.5.1-02, GEN-6.5.2-01): generated inside, and kept
/// there or, for a backup, under wrap.
public enum CAKeyEvidence {
  /// - Parameter leavesWrapped: the ceremony has the key leave its device under a wrapping key.
  public static func evaluate(
    _ attested: AttestedKey, key: Digest, leavesWrapped: Bool, demo: Bool, at now: Instant,
    under terms: JudgingTerms = JudgingTerms(baseline: .etsi2026)
  ) -> Evaluation {
    let origin = KeyOrigin(
      scope: nil, demand: .caKey, certifiedKey: key, attested: attested, device: nil, leavesWrapped: leavesWrapped,
      demo: demo, now: now)
    return PolicyGates.evaluate(origin, gates: [Gate("KeyOrigin", OriginRules.key)], at: now, under: terms)
  }
}
