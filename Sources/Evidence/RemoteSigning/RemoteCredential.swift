/// How strongly a credential's use is tied to its owner (EN 419 241-1, 5.4, as CSC names it in `SCAL`).
public enum SoleControlLevel: String, Sendable, Hashable, CaseIterable {
  /// Password and one-time code: the service is trusted with them.
  case one = "1"
  /// The signatory's own device signs the activation's content.
  case two = "2"
}

/// Whether a natural person has sole control of the key, or a legal person control (eIDAS Art. 26(c), 36(c)).
public enum SignatoryKind: String, Sendable, Hashable, CaseIterable {
  case natural, legal
}

/// Where a signatory's private key is kept.
public enum SubjectKeyPlace: String, Sendable, Hashable, CaseIterable {
  /// An object of the token.
  case token
  /// In the record store, encrypted under a key that the token does not let out.
  case wrapped
}

/// Whether a credential may be used.
public enum CredentialStatus: String, Sendable, Hashable, CaseIterable {
  /// Its certificate is still to come.
  case pending
  case enabled
  /// For a while: its certificate is suspended, or its owner asked so.
  case suspended
  /// Its certificate is revoked, or its key is destroyed: for ever.
  case destroyed
}

/// A credential and the terms under which its owner releases signatures.
public struct CredentialTerms: Sendable, Hashable {
  public let id: String
  public let signatory: String
  public let kind: SignatoryKind
  public let level: SoleControlLevel
  public let status: CredentialStatus
  /// Signatures that one activation may release.
  public let multisign: Int
  /// A number of signatures may be released without naming documents: automation of seals.
  public let takesUnnamedHashes: Bool
  /// Passkeys that are synchronised between devices are taken.
  public let takesSyncedPasskeys: Bool
  /// Passkeys that keep no signature counter are taken.
  public let takesCounterlessPasskeys: Bool
  /// The certificate says that the key is in a QSCD.
  public let hasQSCDStatement: Bool
  /// The key is made for one session, and destroyed when that ends.
  public let isOneTime: Bool
  /// The session that a one-time key is for; nil before one was asked for.
  public var session: String?

  public init(
    id: String, signatory: String, kind: SignatoryKind, level: SoleControlLevel, status: CredentialStatus,
    multisign: Int, takesUnnamedHashes: Bool, takesSyncedPasskeys: Bool,
    takesCounterlessPasskeys: Bool, hasQSCDStatement: Bool, isOneTime: Bool = false, session: String? = nil
  ) {
    self.id = id
    self.signatory = signatory
    self.kind = kind
    self.level = level
    self.status = status
    self.multisign = multisign
    self.takesUnnamedHashes = takesUnnamedHashes
    self.takesSyncedPasskeys = takesSyncedPasskeys
    self.takesCounterlessPasskeys = takesCounterlessPasskeys
    self.hasQSCDStatement = hasQSCDStatement
    self.isOneTime = isOneTime
    self.session = session
  }
}

/// Whose an authenticator is and whether it may be used.
public struct AuthenticatorFacts: Sendable, Hashable {
  public let id: String
  public let signatory: String
  public let isActive: Bool

  public init(id: String, signatory: String, isActive: Bool) {
    self.id = id
    self.signatory = signatory
    self.isActive = isActive
  }
}

/// A statement over the activation's content, signed with a certificate of the signatory's own.
public struct SignedActivation: Sendable, Hashable {
  public let signatureVerifies: Bool
  public let contentMatches: Bool
  /// SHA-256 over the SubjectPublicKeyInfo of the statement's signer.
  public let signerKey: Digest
  public let signerNotBefore: Instant
  public let signerNotAfter: Instant

  public init(
    signatureVerifies: Bool, contentMatches: Bool, signerKey: Digest, signerNotBefore: Instant, signerNotAfter: Instant
  ) {
    self.signatureVerifies = signatureVerifies
    self.contentMatches = contentMatches
    self.signerKey = signerKey
    self.signerNotBefore = signerNotBefore
    self.signerNotAfter = signerNotAfter
  }
}

/// What was learned of a password and a one-time code.
public struct SharedSecretFactor: Sendable, Hashable {
  public let passwordMatches: Bool
  public let codeMatches: Bool
  /// The code's time step was used before.
  public let codeIsReused: Bool
  /// Tries since the last good one reached the bound.
  public let isLocked: Bool

  public init(passwordMatches: Bool, codeMatches: Bool, codeIsReused: Bool, isLocked: Bool) {
    self.passwordMatches = passwordMatches
    self.codeMatches = codeMatches
    self.codeIsReused = codeIsReused
    self.isLocked = isLocked
  }
}
