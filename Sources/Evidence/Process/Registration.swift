/// How the subject was identified (EN 319 411-1 clause 6.2.2, EN 319 411-2 REG-6.2.2-02 to -04).
public struct Registration: Sendable, Hashable {
  /// The registration record at the registration authority.
  public var recordID: String?
  /// Whom or what the certificate is about.
  public var subjectKind: SubjectKind?
  /// The TSP's own identifier of the subject: the same for all certificates of one subject.
  public var subjectID: String?
  /// The same identifier space; equal to `subjectID` where the subject subscribes for itself.
  public var subscriberID: String?
  public var subscriberKind: SubjectKind?
  /// The record of the subscriber's authority to act for the subject.
  public var subscriberAuthority: String?
  /// The record of who represents a legal person, and by which authority.
  public var representative: String?
  /// The record of a natural person's affiliation to the legal person that the certificate names beside it, and of the
  /// approval of both (REG-6.2.2-09).
  public var affiliation: String?
  /// Identifier of the identification method, as the practice statement lists it.
  public var method: String?
  /// Proof that a method other than physical presence gives equivalent assurance.
  public var methodEquivalence: String?
  /// What a remote or delegated method does against impersonation.
  public var impersonationControls: String?
  /// The evidence that was looked at.
  public var sources: [RegistrationSource]
  /// When the attributes were validated.
  public var validatedAt: Instant?
  /// Identifier of the registration officer.
  public var officer: String?
  /// Identifier of the registration authority, where it is not the TSP itself.
  public var authority: String?
  /// SHA-256 over the DER of the subject's Name as it is to stand in the certificate.
  public var attributesSHA256: Digest?
  /// SHA-256 over the DER value of the subjectAltName extension, where there is one.
  public var alternativeNamesSHA256: Digest?

  public init(
    recordID: String? = nil, subjectKind: SubjectKind? = nil, subjectID: String? = nil, subscriberID: String? = nil,
    subscriberKind: SubjectKind? = nil, subscriberAuthority: String? = nil, representative: String? = nil,
    affiliation: String? = nil,
    method: String? = nil, methodEquivalence: String? = nil, impersonationControls: String? = nil,
    sources: [RegistrationSource] = [], validatedAt: Instant? = nil, officer: String? = nil, authority: String? = nil,
    attributesSHA256: Digest? = nil, alternativeNamesSHA256: Digest? = nil
  ) {
    self.recordID = recordID
    self.subjectKind = subjectKind
    self.subjectID = subjectID
    self.subscriberID = subscriberID
    self.subscriberKind = subscriberKind
    self.subscriberAuthority = subscriberAuthority
    self.representative = representative
    self.affiliation = affiliation
    self.method = method
    self.methodEquivalence = methodEquivalence
    self.impersonationControls = impersonationControls
    self.sources = sources
    self.validatedAt = validatedAt
    self.officer = officer
    self.authority = authority
    self.attributesSHA256 = attributesSHA256
    self.alternativeNamesSHA256 = alternativeNamesSHA256
  }
}

/// One document or register that was looked at.
public struct RegistrationSource: Sendable, Hashable {
  /// Such as `passport`, `identity card`, `company register`.
  public var kind: String
  /// Its number.
  public var reference: String?
  public var issuer: String?
  public var validUntil: Instant?

  public init(
    kind: String, reference: String? = nil, issuer: String? = nil, validUntil: Instant? = nil
  ) {
    self.kind = kind
    self.reference = reference
    self.issuer = issuer
    self.validUntil = validUntil
  }
}
