public import Evidence

/// A subject's key that the gateway made and keeps outside the token, under wrap, as its own records have it.
public struct KeptKey: Sendable, Hashable {
  public let keeping: WrappedKeeping
  /// What was read of the key when it was made; nil where the record is no evidence of that.
  public let recorded: AttestedKey?

  public init(_ keeping: WrappedKeeping, recorded: AttestedKey?) {
    self.keeping = keeping
    self.recorded = recorded
  }
}

extension KeyOrigin {
  /// The record of a key that is kept under wrap, where rules on keys that never leave stand aside for those on kept ones: where
  /// a device of the register is asked for, and the gateway's own record is about the certified key.
  ///
  /// What anybody sends makes no such record, and where origin alone is judged nobody keeps anything.
  var keptKey: (keeping: WrappedKeeping, recorded: AttestedKey)? {
    guard demand.needsRegisteredDevice, judged != nil, let kept, let recorded = kept.recorded,
      recorded.evidenceClass.isOfOwnRecords, recorded.spkiSHA256 == certifiedKey, kept.keeping.problem == nil
    else { return nil }
    return (kept.keeping, recorded)
  }

  var isKeptUnderWrap: Bool { keptKey != nil }
}
