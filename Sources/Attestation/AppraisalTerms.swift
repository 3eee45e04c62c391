public import DER
public import Evidence

/// Algorithms that prove nothing today and are taken only where the operator says so.
public enum LegacyAlgorithm: String, Sendable, Hashable, CaseIterable {
  case sha1, dsa1024
}

/// What evidence is appraised against. All of it is data: an appraisal is a pure function of the statement and this.
public struct AppraisalTerms: Sendable {
  /// Whom vendors' keys are believed by.
  public var anchors: AnchorStore
  public var advisories: [Advisory]
  /// The arc of PKIX Evidence (draft -07), which IANA has not assigned yet; nil switches the format off.
  public var evidenceArc: ObjectIdentifier?
  /// The key purpose that a certificate must have to sign PKIX Evidence: not assigned either. This is the one that goes with
  /// the arc of the draft's samples.
  public var evidencePurpose = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 999)
  public var legacy: Set<LegacyAlgorithm>
  /// What the verifier asked the evidence to carry; nil where it asked for nothing.
  public var nonce: [UInt8]?
  /// Which attestation keys of TPMs this verifier activated, or gave a credential for.
  public var activations: Set<TPMActivation>
  /// Whether an attestation key is taken without activation, beside an endorsement certificate that leads to an anchor. For
  /// looking at saved statements only: then nothing shows that the key is in that TPM, or in any.
  public var trustsUnactivatedAK: Bool
  /// The time at which certificates must be valid.
  public var now: Instant
  /// The cryptography, save where the readers are fuzzed.
  package var signatures = SignatureCheck.cryptographic

  public init(
    anchors: AnchorStore = .shipped, advisories: [Advisory] = Advisory.shipped, evidenceArc: ObjectIdentifier? = nil,
    legacy: Set<LegacyAlgorithm> = [], nonce: [UInt8]? = nil,
    activations: Set<TPMActivation> = [], trustsUnactivatedAK: Bool = false, now: Instant
  ) {
    self.anchors = anchors
    self.advisories = advisories
    self.evidenceArc = evidenceArc
    self.legacy = legacy
    self.nonce = nonce
    self.activations = activations
    self.trustsUnactivatedAK = trustsUnactivatedAK
    self.now = now
  }
}
