/// The look at the trusted list (R-B4, R-I9).
public struct TrustedListCheck: Sendable, Hashable {
  public var sequenceNumber: Int?
  /// The service's name in the list.
  public var service: String?
  /// SHA-256 over the certificate of the service's digital identity.
  public var serviceDigitalIdentifier: Digest?
  /// Such as `granted`.
  public var status: String?
  /// additionalServiceInformation: `ForeSignatures`, `ForeSeals` or `ForWebSiteAuthentication`.
  public var serviceInformation: String?
  public var checkedAt: Instant?

  public init(
    sequenceNumber: Int? = nil, service: String? = nil, serviceDigitalIdentifier: Digest? = nil, status: String? = nil,
    serviceInformation: String? = nil, checkedAt: Instant? = nil
  ) {
    self.sequenceNumber = sequenceNumber
    self.service = service
    self.serviceDigitalIdentifier = serviceDigitalIdentifier
    self.status = status
    self.serviceInformation = serviceInformation
    self.checkedAt = checkedAt
  }
}
