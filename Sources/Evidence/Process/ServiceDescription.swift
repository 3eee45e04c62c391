/// What the operator says of the service under review (R-B3): the digest of the configuration covers it.
public struct ServiceDescription: Sendable, Hashable {
  /// What the CA runs; nil where the operator does not say.
  public var status: StatusServices?
  public var practices: Practices?
  /// The TSP's own policies; none where the operator names none.
  public var policies: PolicyRegister

  public init(
    status: StatusServices? = nil, practices: Practices? = nil, policies: PolicyRegister = PolicyRegister()
  ) {
    self.status = status
    self.practices = practices
    self.policies = policies
  }
}

/// Which status services a CA runs.
public struct StatusServices: Sendable, Hashable {
  public var crl: Bool
  public var ocsp: Bool
  /// The longest time from a request to the published revocation, in seconds (REV-6.2.4-03A: at most a day).
  public var maximumRevocationSeconds: Int64

  public init(crl: Bool, ocsp: Bool, maximumRevocationSeconds: Int64 = 86400) {
    self.crl = crl
    self.ocsp = ocsp
    self.maximumRevocationSeconds = maximumRevocationSeconds
  }
}

/// What the practice statement allows, as data.
public struct Practices: Sendable, Hashable {
  public var methods: [IdentificationMethod]
  public var terms: [TermsVersion]
  /// How long validated attributes may be used again, in days.
  public var reuseDays: Int
  /// How long after issuance an acceptance may come, in days.
  public var acceptanceDays: Int
  /// How old a look at the trusted list or at the list of devices may be, in days.
  public var listCheckDays: Int
  /// Registration authorities besides the TSP itself.
  public var registrationAuthorities: Set<String>

  public init(
    methods: [IdentificationMethod], terms: [TermsVersion], reuseDays: Int, acceptanceDays: Int, listCheckDays: Int,
    registrationAuthorities: Set<String>
  ) {
    self.methods = methods
    self.terms = terms
    self.reuseDays = reuseDays
    self.acceptanceDays = acceptanceDays
    self.listCheckDays = listCheckDays
    self.registrationAuthorities = registrationAuthorities
  }
}

/// One way to identify a subject, and when the practice statement allowed it.
public struct IdentificationMethod: Sendable, Hashable {
  public var id: String
  public var kinds: Set<SubjectKind>
  public var isPhysicalPresence: Bool
  public var isRemote: Bool
  /// The QcIdentMethod (EN 319 412-5 QCS-4.3.5) that stands for it, dotted; nil where none does.
  public var identMethod: String?
  public var from: Instant
  public var until: Instant?

  public init(
    id: String, kinds: Set<SubjectKind>, isPhysicalPresence: Bool, isRemote: Bool, identMethod: String?, from: Instant,
    until: Instant?
  ) {
    self.id = id
    self.kinds = kinds
    self.isPhysicalPresence = isPhysicalPresence
    self.isRemote = isRemote
    self.identMethod = identMethod
    self.from = from
    self.until = until
  }
}

/// One version of the terms and conditions.
public struct TermsVersion: Sendable, Hashable {
  public var version: String
  public var sha256: Digest
  public var from: Instant
  public var until: Instant?
  /// For which policies.
  public var policies: Set<CertificatePolicy>
  /// They say that the policy is for EU qualified certificates (OVR-6.3.4 of EN 319 411-2).
  public var statesEUQualified: Bool
  /// They require a secure device or a QSCD.
  public var requiresDevice: Bool

  public init(
    version: String, sha256: Digest, from: Instant, until: Instant?, policies: Set<CertificatePolicy>,
    statesEUQualified: Bool, requiresDevice: Bool
  ) {
    self.version = version
    self.sha256 = sha256
    self.from = from
    self.until = until
    self.policies = policies
    self.statesEUQualified = statesEUQualified
    self.requiresDevice = requiresDevice
  }
}
