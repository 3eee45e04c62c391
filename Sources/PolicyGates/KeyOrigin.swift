public import Evidence

/// Where a key that is about to be certified was born, and who says so: what the origin rules look at.
public struct KeyOrigin: Sendable {
  /// For which certificate: a policy with a device or a CA asks more than others.
  public let scope: RuleScope?
  /// SHA-256 over the SubjectPublicKeyInfo that is to be certified.
  public let certifiedKey: Digest
  public let attested: AttestedKey?
  /// The register's entry for the device that the evidence names.
  public let device: DeviceRecord?
  /// The configuration says that nothing here is for real.
  public let demo: Bool
  public let now: Instant
}

extension KeyOrigin: Scoped {}
