/// A person whom the operator registered to make statements about applications.
public struct Officer: Sendable, Hashable {
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case registrationOfficer = "registration officer"
    case approver
  }

  public var id: String
  public var roles: Set<Role>
  /// SHA-256 over the SubjectPublicKeyInfo of the officer's key.
  public var keySHA256: Digest
  public var validFrom: Instant
  public var validUntil: Instant

  public init(id: String, roles: Set<Role>, keySHA256: Digest, validFrom: Instant, validUntil: Instant) {
    self.id = id
    self.roles = roles
    self.keySHA256 = keySHA256
    self.validFrom = validFrom
    self.validUntil = validUntil
  }
}

/// A signature over a part of the application, checked outside: it takes cryptography.
public struct ProcessSignature: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case registration
    /// The approval at this place in the list.
    case approval(Int)
  }

  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// RFC 7515 appendix F, compact with an empty payload.
    case jws
    /// RFC 5652, detached, DER.
    case cms
  }

  public var part: Part
  /// Whom the signature claims to be by.
  public var signer: String
  public var format: Format
  /// The register's entry for the signer; nil where there is none.
  public var officer: Officer?
  /// Whether the registered key verifies it over the part's canonical bytes; unknown where there is no such key.
  public var verified: Truth

  public init(part: Part, signer: String, format: Format, officer: Officer?, verified: Truth) {
    self.part = part
    self.signer = signer
    self.format = format
    self.officer = officer
    self.verified = verified
  }
}
