internal import CCryptoki

/// What a token tells of the tries that are left for one of its PINs. PKCS#11 has flags for it and no number.
public struct PINState: Sendable, Hashable {
  /// There was a wrong PIN since the last right one (CKF_USER_PIN_COUNT_LOW, CKF_SO_PIN_COUNT_LOW).
  public let countIsLow: Bool
  /// One more wrong PIN locks it.
  public let isFinalTry: Bool
  public let isLocked: Bool
  /// It is the one that the token came with, or it has run out.
  public let mustBeChanged: Bool

  init(_ user: UserType, flags: CK_FLAGS) {
    func has(_ forUser: CK_FLAGS, _ forOfficer: CK_FLAGS) -> Bool {
      flags & (user == .user ? forUser : forOfficer) != 0
    }
    countIsLow = has(CK_FLAGS(CKF_USER_PIN_COUNT_LOW), CK_FLAGS(CKF_SO_PIN_COUNT_LOW))
    isFinalTry = has(CK_FLAGS(CKF_USER_PIN_FINAL_TRY), CK_FLAGS(CKF_SO_PIN_FINAL_TRY))
    isLocked = has(CK_FLAGS(CKF_USER_PIN_LOCKED), CK_FLAGS(CKF_SO_PIN_LOCKED))
    mustBeChanged = has(CK_FLAGS(CKF_USER_PIN_TO_BE_CHANGED), CK_FLAGS(CKF_SO_PIN_TO_BE_CHANGED))
  }

  /// How many tries are left, as far as the flags say it: 0, 1, or nil for a number that is not told.
  public var triesLeft: Int? { isLocked ? 0 : isFinalTry ? 1 : nil }
}

extension PINState: CustomStringConvertible {
  /// Exactly what is known. That no flag is set says nothing: a token may count without saying so, or not count at all.
  public var description: String {
    let tries =
      if isLocked { "locked: no try is left" } else if isFinalTry {
        "1 try left: the next wrong PIN locks it"
      } else if countIsLow {
        "at least one wrong PIN since the last right one; the token does not say how many tries are left"
      } else { "the token tells of no wrong PIN, and not how many tries are left" }
    return tries + (mustBeChanged ? "; it must be changed" : "")
  }
}
