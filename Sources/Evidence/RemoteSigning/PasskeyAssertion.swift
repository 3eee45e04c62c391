/// What one answer of a signatory's passkey says, each thing by itself (WebAuthn Level 2, 7.2). Nothing is judged here.
///
/// An answer that cannot be parsed makes no value of this type.
public struct PasskeyAssertion: Sendable, Hashable {
  /// Of the passkey whose public key was used.
  public var credentialID: [UInt8]
  /// `type` of the client data is `webauthn.get` (step 11).
  public var isGetType: Bool
  /// The client data holds exactly the challenge that was given (step 12).
  public var challengeMatches: Bool
  /// The origin as the browser wrote it, for messages.
  public var origin: String
  /// The origin is one of the relying party's (step 13).
  public var originAllowed: Bool
  /// The page was embedded in one of another origin.
  public var isCrossOrigin: Bool
  /// `rpIdHash` is the SHA-256 of the relying party's id (step 15).
  public var relyingPartyMatches: Bool
  /// The signature over authenticator data and hash of the client data is the stored key's (step 20).
  public var signatureValid: Bool
  /// Flag UP: somebody touched the device (step 16).
  public var userPresent: Bool
  /// Flag UV: the device checked who it was (step 17).
  public var userVerified: Bool
  /// The signature counter of this answer; 0 where the device keeps none.
  public var counter: UInt32
  /// The counter that is on record.
  public var storedCounter: UInt32
  /// Flag BE (WebAuthn Level 3, 6.1.3): the private key may exist on several devices.
  public var backupEligible: Bool
  /// Flag BS, as of now: the private key is backed up.
  public var backupState: Bool
  /// Flag BE at registration. It never changes over the life of a passkey.
  public var storedBackupEligible: Bool

  public init(
    credentialID: [UInt8], isGetType: Bool, challengeMatches: Bool, origin: String, originAllowed: Bool,
    isCrossOrigin: Bool, relyingPartyMatches: Bool, signatureValid: Bool, userPresent: Bool, userVerified: Bool,
    counter: UInt32, storedCounter: UInt32, backupEligible: Bool, backupState: Bool, storedBackupEligible: Bool
  ) {
    self.credentialID = credentialID
    self.isGetType = isGetType
    self.challengeMatches = challengeMatches
    self.origin = origin
    self.originAllowed = originAllowed
    self.isCrossOrigin = isCrossOrigin
    self.relyingPartyMatches = relyingPartyMatches
    self.signatureValid = signatureValid
    self.userPresent = userPresent
    self.userVerified = userVerified
    self.counter = counter
    self.storedCounter = storedCounter
    self.backupEligible = backupEligible
    self.backupState = backupState
    self.storedBackupEligible = storedBackupEligible
  }
}

/// What the signature counter says about copies of a passkey (WebAuthn Level 2, 7.2, step 21).
public enum PasskeyCounter: String, Sendable, Hashable, CaseIterable {
  /// Above the one on record: no copy that has been used since.
  case advanced
  /// Zero now and on record: the device keeps no counter, which proves nothing either way.
  case none
  /// Not above the one on record: a copy, or an answer out of order.
  case stale
}

extension PasskeyAssertion {
  public var counterState: PasskeyCounter {
    if counter == 0, storedCounter == 0 { return .none }
    return counter > storedCounter ? .advanced : .stale
  }

  public var counterIsStale: Bool { counterState == .stale }

  /// The private key cannot leave its device, as far as the device says: neither now nor at registration was it one that
  /// may be backed up, and it is not backed up.
  public var isDeviceBound: Bool { !backupEligible && !storedBackupEligible && !backupState }

  /// The flags can be of one passkey: BE is as at registration, and nothing is backed up that may not be
  /// (WebAuthn Level 3, 7.2, steps 19 and 20).
  public var backupFlagsAgree: Bool { backupEligible == storedBackupEligible && (backupEligible || !backupState) }
}
