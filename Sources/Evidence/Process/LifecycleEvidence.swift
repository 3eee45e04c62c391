/// What the process says of an event after the first (EN 319 411-1 clauses 6.3.6 to 6.3.8).
public struct LifecycleEvidence: Sendable, Hashable {
  /// The previous certificate authenticates the request, so it must be valid.
  public var previousAuthenticates: Bool?
  /// The key is known to be compromised, or suspected.
  public var keyCompromised: Bool?
  /// Why the event happens.
  public var reason: String?
  /// The attributes that differ, by name.
  public var changedAttributes: [String]
  /// The record of their verification.
  public var changesVerified: String?
  /// When the application was checked again.
  public var revalidatedAt: Instant?

  public init(
    previousAuthenticates: Bool? = nil, keyCompromised: Bool? = nil, reason: String? = nil,
    changedAttributes: [String] = [], changesVerified: String? = nil, revalidatedAt: Instant? = nil
  ) {
    self.previousAuthenticates = previousAuthenticates
    self.keyCompromised = keyCompromised
    self.reason = reason
    self.changedAttributes = changedAttributes
    self.changesVerified = changesVerified
    self.revalidatedAt = revalidatedAt
  }
}
