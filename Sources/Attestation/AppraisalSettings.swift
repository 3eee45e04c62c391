public import DER
public import Evidence

/// What an operator adds to the anchors and advisories that ship with this build.
public struct AppraisalSettings: Sendable, Hashable {
  public var anchors: [Anchor]
  public var advisories: [Advisory]
  /// The arc of PKIX Evidence; nil switches the format off.
  public var evidenceArc: ObjectIdentifier?
  /// The key purpose that goes with it; nil for that of the draft's samples.
  public var evidencePurpose: ObjectIdentifier?
  public var legacy: Set<LegacyAlgorithm>

  public init(
    anchors: [Anchor] = [], advisories: [Advisory] = [], evidenceArc: ObjectIdentifier? = nil,
    evidencePurpose: ObjectIdentifier? = nil,
    legacy: Set<LegacyAlgorithm> = []
  ) {
    self.anchors = anchors
    self.advisories = advisories
    self.evidenceArc = evidenceArc
    self.evidencePurpose = evidencePurpose
    self.legacy = legacy
  }

  /// The shipped anchors and advisories with the operator's beside them. `nonce` is what was asked for.
  public func terms(
    nonce: [UInt8]? = nil, activations: Set<TPMActivation> = [], now: Instant
  ) -> AppraisalTerms {
    var terms = AppraisalTerms(
      anchors: AnchorStore.shipped.adding(anchors), advisories: Advisory.shipped + advisories,
      evidenceArc: evidenceArc, legacy: legacy, nonce: nonce, activations: activations, now: now)
    if let evidencePurpose { terms.evidencePurpose = evidencePurpose }
    return terms
  }
}
