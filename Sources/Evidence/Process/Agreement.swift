/// The terms and conditions and their acceptance (EN 319 411-1 REG-6.3.4-02 to -17).
public struct Agreement: Sendable, Hashable {
  public var termsVersion: String?
  public var termsSHA256: Digest?
  /// Given in a durable, readable form (REG-6.3.4-02).
  public var durableForm: Bool?
  /// When the terms were given.
  public var providedAt: Instant?
  /// The traceable act; nil where acceptance is to follow issuance.
  public var acceptance: Acceptance?
  /// Until when an acceptance that follows issuance must be on record.
  public var acceptanceDue: Instant?
  /// The subject's own part, where subscriber and subject differ.
  public var subjectAgreement: Acceptance?
  /// Whether the certificate may be published.
  public var publicationConsent: Bool?
  /// The obligation to use the device was accepted.
  public var deviceUseConsent: Bool?
  /// The keeping of records was accepted.
  public var recordKeepingConsent: Bool?
  /// The record by which changed terms were communicated and agreed.
  public var changesAgreed: String?

  public init(
    termsVersion: String? = nil, termsSHA256: Digest? = nil, durableForm: Bool? = nil, providedAt: Instant? = nil,
    acceptance: Acceptance? = nil, acceptanceDue: Instant? = nil, subjectAgreement: Acceptance? = nil,
    publicationConsent: Bool? = nil, deviceUseConsent: Bool? = nil, recordKeepingConsent: Bool? = nil,
    changesAgreed: String? = nil
  ) {
    self.termsVersion = termsVersion
    self.termsSHA256 = termsSHA256
    self.durableForm = durableForm
    self.providedAt = providedAt
    self.acceptance = acceptance
    self.acceptanceDue = acceptanceDue
    self.subjectAgreement = subjectAgreement
    self.publicationConsent = publicationConsent
    self.deviceUseConsent = deviceUseConsent
    self.recordKeepingConsent = recordKeepingConsent
    self.changesAgreed = changesAgreed
  }
}

/// One act of acceptance.
public struct Acceptance: Sendable, Hashable {
  /// Such as `signed paper`, `advanced signature`, `click`.
  public var act: String
  public var at: Instant?
  /// Identifier of whom accepted.
  public var by: String?
  /// Where the act is kept.
  public var record: String?

  public init(
    act: String, at: Instant? = nil, by: String? = nil, record: String? = nil
  ) {
    self.act = act
    self.at = at
    self.by = by
    self.record = record
  }
}
