/// The documents that govern the event (EN 319 411-1 OVR-6.9.4-02, R-R9).
public struct PolicyDocuments: Sendable, Hashable {
  /// Certificate policy.
  public var cp: DocumentVersion?
  /// Certification practice statement.
  public var cps: DocumentVersion?
  /// Certificate profile.
  public var profile: DocumentVersion?
  /// PKI disclosure statement.
  public var pds: DocumentVersion?
  public var pdsURL: String?
  /// The policy says that it is for EU qualified certificates.
  public var statesEUQualified: Bool?

  public init(
    cp: DocumentVersion? = nil, cps: DocumentVersion? = nil, profile: DocumentVersion? = nil,
    pds: DocumentVersion? = nil, pdsURL: String? = nil, statesEUQualified: Bool? = nil
  ) {
    self.cp = cp
    self.cps = cps
    self.profile = profile
    self.pds = pds
    self.pdsURL = pdsURL
    self.statesEUQualified = statesEUQualified
  }
}

/// One version of one document.
public struct DocumentVersion: Sendable, Hashable {
  /// Its name or identifier.
  public var id: String
  public var version: String
  public var sha256: Digest?

  public init(
    id: String, version: String, sha256: Digest? = nil
  ) {
    self.id = id
    self.version = version
    self.sha256 = sha256
  }
}
