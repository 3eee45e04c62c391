/// The subscriber's link with one domain name or address (BR 3.2.2.4, EN 319 411-2 REG-6.2.2-04).
public struct DomainValidation: Sendable, Hashable {
  /// As it stands in the certificate.
  public var domain: String
  /// The section of the Baseline Requirements, such as `3.2.2.4.7`.
  public var method: String?
  public var validatedAt: Instant?
  /// The record that links the subscriber with the domain.
  public var subscriberLink: String?
  /// Remote network perspectives that corroborated it (BR 3.2.2.9).
  public var perspectives: Int?
  /// When the CAA records were looked at (BR 3.2.2.8).
  public var caaCheckedAt: Instant?

  public init(
    domain: String, method: String? = nil, validatedAt: Instant? = nil, subscriberLink: String? = nil,
    perspectives: Int? = nil, caaCheckedAt: Instant? = nil
  ) {
    self.domain = domain
    self.method = method
    self.validatedAt = validatedAt
    self.subscriberLink = subscriberLink
    self.perspectives = perspectives
    self.caaCheckedAt = caaCheckedAt
  }
}
