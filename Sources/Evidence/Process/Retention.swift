/// How long the evidence is kept (EN 319 411-1 OVR-6.4.6-01, R-R3).
public struct Retention: Sendable, Hashable {
  public var retainUntil: Instant?
  /// What the terms promise, where that is longer.
  public var termsUntil: Instant?
  /// What the law wants, where that is longer.
  public var legalUntil: Instant?
  /// The archive's identifier.
  public var archive: String?
  /// What happens with it when the TSP ends.
  public var handoverClass: String?

  public init(
    retainUntil: Instant? = nil, termsUntil: Instant? = nil, legalUntil: Instant? = nil, archive: String? = nil,
    handoverClass: String? = nil
  ) {
    self.retainUntil = retainUntil
    self.termsUntil = termsUntil
    self.legalUntil = legalUntil
    self.archive = archive
    self.handoverClass = handoverClass
  }
}
