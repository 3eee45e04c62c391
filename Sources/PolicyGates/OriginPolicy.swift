public import Evidence

/// By what a statement of key origin is judged that no certificate request came with.
public enum OriginPolicy: String, Sendable, Hashable, CaseIterable {
  /// Signed evidence, a key generated inside and confined, no weakness that breaks it, and a person's authentication where
  /// the evidence says anything of that.
  case origin
  /// What NCP+ asks: a secure cryptographic device of the register besides, and fresh evidence.
  case secureDevice = "secure-device"
  /// What the -qscd policies ask: a QSCD of the register.
  case qscd

  /// The verdict on the evidence for one key.
  ///
  /// `key` is SHA-256 over the SubjectPublicKeyInfo that the evidence must be about; the attested one where none is asked for.
  /// `possession` says whether the key signed a certification request; `asksNonce` that the verifier gave out a nonce.
  public func evaluate(
    _ attested: AttestedKey, key: Digest? = nil, device: DeviceRecord? = nil, purpose: DevicePurpose? = nil,
    possession: Truth = .unknown, asksNonce: Bool = false, at now: Instant,
    under terms: JudgingTerms = JudgingTerms(baseline: .etsi2026)
  ) -> Evaluation {
    let origin = KeyOrigin(
      scope: nil, demand: demand, purpose: purpose, certifiedKey: key ?? attested.spkiSHA256, attested: attested,
      device: device, possession: possession, asksNonce: asksNonce, demo: false, now: now)
    return PolicyGates.evaluate(origin, gates: [OriginPolicy.gate], at: now, under: terms)
  }

  /// What the evaluation of some evidence comes to.
  public static func verdict(on attested: AttestedKey, _ evaluation: Evaluation) -> OriginVerdict {
    if evaluation.admits { return .accept }
    let problems = EvidenceIsAuthentic.metadata.id
    let isOnlyUnproven = evaluation.findings.allSatisfy { $0.severity != .error || $0.rule == problems }
    return attested.isUnverifiable && isOnlyUnproven ? .unverifiable : .reject
  }

  private var demand: OriginDemand {
    switch self {
    case .origin: .origin
    case .secureDevice: .secureDevice
    case .qscd: .qscd
    }
  }

  private static let gate = Gate("KeyOrigin", OriginRules.device)
}

/// What becomes of a statement.
public enum OriginVerdict: String, Sendable, Hashable, CaseIterable {
  case accept, reject
  /// Nothing speaks against it but a part that did not come.
  case unverifiable
}
