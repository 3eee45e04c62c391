/// What a lifecycle event does to a subject's certificate (EN 319 411-1 clauses 6.3.6 to 6.3.8).
public enum LifecycleEvent: String, Sendable, Hashable, CaseIterable {
  case initial, renewal
  case rekey = "re-key"
  case modification

  /// Renewal and modification certify a key again.
  public var keepsKey: Bool { self == .renewal || self == .modification }
}

/// A request for one certificate signature, as the endpoint read it. Byte members are DER.
public struct SigningRequest: Sendable, Hashable {
  /// The issuer's name in the configuration.
  public let issuer: String
  public let tbsCertificate: [UInt8]
  public let csr: [UInt8]?
  public let policy: CertificatePolicy
  public let event: LifecycleEvent
  /// The application that the request belongs to: canonical JSON, kept whole.
  public let application: [UInt8]
  /// Key-origin evidence as the caller sent it: canonical JSON, kept whole.
  public let attestation: [UInt8]?
  /// The same of the device where the key was generated, where it was moved to another one.
  public let sourceAttestation: [UInt8]?
  public let previousCertificate: [UInt8]?
  public let precertificate: [UInt8]?
  /// SHA-256 over the canonical form of the whole request: its identity for replays.
  public let digest: Digest

  public init(
    issuer: String, tbsCertificate: [UInt8], csr: [UInt8]?, policy: CertificatePolicy, event: LifecycleEvent,
    application: [UInt8], attestation: [UInt8]?, sourceAttestation: [UInt8]? = nil, previousCertificate: [UInt8]?,
    precertificate: [UInt8]?,
    digest: Digest
  ) {
    self.issuer = issuer
    self.tbsCertificate = tbsCertificate
    self.csr = csr
    self.policy = policy
    self.event = event
    self.application = application
    self.attestation = attestation
    self.sourceAttestation = sourceAttestation
    self.previousCertificate = previousCertificate
    self.precertificate = precertificate
    self.digest = digest
  }
}

/// An authenticated caller and what the operator lets it ask for.
public struct Requester: Sendable, Hashable {
  public let id: String
  /// SHA-256 over the client certificate, DER.
  public let certificateSHA256: Digest
  public let issuers: Set<String>
  public let policies: Set<CertificatePolicy>

  public init(id: String, certificateSHA256: Digest, issuers: Set<String>, policies: Set<CertificatePolicy>) {
    self.id = id
    self.certificateSHA256 = certificateSHA256
    self.issuers = issuers
    self.policies = policies
  }
}
