public import Evidence

/// Where a key that is about to be certified was born, and who says so: what the origin rules look at.
public struct KeyOrigin: Sendable {
  /// For which certificate; nil where a statement is judged that no certificate came with.
  public let scope: RuleScope?
  /// What the certificate's policy asks.
  public let demand: OriginDemand
  /// What the device must be certified for; nil where the policy is for neither signatures nor seals alone.
  public let purpose: DevicePurpose?
  /// SHA-256 over the SubjectPublicKeyInfo that is to be certified.
  public let certifiedKey: Digest
  public let attested: AttestedKey?
  /// The register's entry for the device that the evidence names.
  public let device: DeviceRecord?
  /// Evidence from the device in which a moved key was generated; nil where none came.
  public let source: AttestedKey?
  /// The register's entry for the device of `source`.
  public let sourceDevice: DeviceRecord?
  /// The application says that the key came from another device, and names the evidence for that way.
  public let moveIsEvidenced: Bool
  /// The certification request is signed with the certified key.
  public let possession: Truth
  /// The verifier gives out nonces: a statement that can carry one must.
  public let asksNonce: Bool
  /// The script of the ceremony has the key leave its device under a wrapping key, for its backup: only for a CA's own.
  public let leavesWrapped: Bool
  /// The gateway's own record of a key that it made and keeps under wrap; nil where it keeps none.
  public let kept: KeptKey?
  /// The configuration says that nothing here is for real.
  public let demo: Bool
  public let now: Instant

  init(
    scope: RuleScope?, demand: OriginDemand, purpose: DevicePurpose? = nil, certifiedKey: Digest,
    attested: AttestedKey?, device: DeviceRecord?, source: AttestedKey? = nil, sourceDevice: DeviceRecord? = nil,
    moveIsEvidenced: Bool = false, possession: Truth = .unknown, asksNonce: Bool = false, leavesWrapped: Bool = false,
    kept: KeptKey? = nil, demo: Bool, now: Instant
  ) {
    self.scope = scope
    self.demand = demand
    self.purpose = purpose
    self.certifiedKey = certifiedKey
    self.attested = attested
    self.device = device
    self.source = source
    self.sourceDevice = sourceDevice
    self.moveIsEvidenced = moveIsEvidenced
    self.possession = possession
    self.asksNonce = asksNonce
    self.leavesWrapped = leavesWrapped && demand == .caKey
    self.kept = kept
    self.demo = demo
    self.now = now
  }
}

extension KeyOrigin: Scoped {}
