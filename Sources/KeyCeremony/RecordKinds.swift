internal import Records

/// What a transcript tells besides the journal's own kinds. Published, so never changed.
extension RecordKind {
  static let ceremonyStarted = RecordKind(rawValue: "ceremony-started")
  static let tokenOpened = RecordKind(rawValue: "token-opened")
  static let keyIntent = RecordKind(rawValue: "key-intent")
  static let keyGenerated = RecordKind(rawValue: "key-generated")
  /// An AES key that wraps others was made.
  static let wrappingKeyGenerated = RecordKind(rawValue: "wrapping-key-generated")
  /// A key was made and is not as required; it stays on the token as an orphan.
  static let keyRefused = RecordKind(rawValue: "key-refused")
  /// A key is about to be wrapped, or to come back out of a backup, to be destroyed, or a PIN to be changed: what may be left
  /// behind by an interruption is named.
  static let custodyIntent = RecordKind(rawValue: "custody-intent")
  /// A share is about to be given to its custodian; no secret is on record.
  static let shareIntent = RecordKind(rawValue: "share-intent")
  /// A custodian has read a share back as it was given.
  static let shareGiven = RecordKind(rawValue: "share-given")
  static let shareEntered = RecordKind(rawValue: "share-entered")
  /// Shares that were given in a run that did not come to its end: they open nothing.
  static let sharesVoid = RecordKind(rawValue: "shares-void")
  /// A wrapped key is about to be written: an interrupted run's is known again by its digest.
  static let wrappedIntent = RecordKind(rawValue: "wrapped-intent")
  static let backupMade = RecordKind(rawValue: "backup-made")
  static let keyRestored = RecordKind(rawValue: "key-restored")
  static let restoreRehearsed = RecordKind(rawValue: "restore-rehearsed")
  static let keyDestroyed = RecordKind(rawValue: "key-destroyed")
  static let pinChanged = RecordKind(rawValue: "pin-changed")
  static let tokenInitialised = RecordKind(rawValue: "token-initialised")
  static let inventoryTaken = RecordKind(rawValue: "inventory-taken")
  static let keyAttested = RecordKind(rawValue: "key-attested")
  /// A step begins: what comes until `step-done` belongs to it.
  static let stepStarted = RecordKind(rawValue: "step-started")
  /// A person signed that the step may be carried out.
  static let stepApproved = RecordKind(rawValue: "step-approved")
  /// Something went otherwise than the script says, with a reason and a signature.
  static let deviation = RecordKind(rawValue: "deviation")
  /// What the people of a step answered, said, or showed.
  static let witnessed = RecordKind(rawValue: "witnessed")
  static let stepDone = RecordKind(rawValue: "step-done")
  /// Another run carries on where one was interrupted.
  static let ceremonyResumed = RecordKind(rawValue: "ceremony-resumed")
  /// An intent of an interrupted run has no end: a signature may have been made, and was never released.
  static let intentAbandoned = RecordKind(rawValue: "intent-abandoned")
  /// A person signed the whole transcript up to the record before.
  static let transcriptSigned = RecordKind(rawValue: "transcript-signed")
  /// A certificate that another CA made for a key of the ceremony was verified and taken.
  static let certificateImported = RecordKind(rawValue: "certificate-imported")
  static let outputWritten = RecordKind(rawValue: "output-written")
  static let ceremonyClosed = RecordKind(rawValue: "ceremony-closed")
  static let ceremonyFailed = RecordKind(rawValue: "ceremony-failed")

  /// Records of a step that tell of nothing done: approvals, and how runs begin and end.
  static let beforeActing: Set<RecordKind> = [
    .stepStarted, .stepApproved, .deviation, .ceremonyResumed, .ceremonyFailed, .tokenOpened, .intentAbandoned,
  ]
}
