/// A third party that manages the subject's key (EN 319 411-2 SDP-6.5.1-03, OVR-6.3.5-05).
public struct KeyManager: Sendable, Hashable {
  /// The qualified trust service provider.
  public var provider: String?
  /// The proof of its qualified status: the entry of the trusted list.
  public var qualifiedStatus: String?
  /// Conformity with TS 119 431-1.
  public var conformity: String?
  public var checkedAt: Instant?

  public init(
    provider: String? = nil, qualifiedStatus: String? = nil, conformity: String? = nil, checkedAt: Instant? = nil
  ) {
    self.provider = provider
    self.qualifiedStatus = qualifiedStatus
    self.conformity = conformity
    self.checkedAt = checkedAt
  }
}
