internal import CCryptoki

/// Who logs in.
public enum UserType: Sendable {
  case user, securityOfficer

  fileprivate var code: CK_USER_TYPE { self == .user ? CK_USER_TYPE(CKU_USER) : CK_USER_TYPE(CKU_SO) }
}

/// A session with a token: it cannot be copied, and closes at its end.
///
/// A session whose operation failed half-way may stay active for good (SignInit with NULL cancels on no module seen),
/// so after an error its owner lets it go and opens another.
public struct Session: ~Copyable {
  let module: Module
  let handle: CK_SESSION_HANDLE
  private let endsBefore: UInt64

  /// The corresponding C function is `C_OpenSession`.
  public init(_ module: Module, slot: SlotID, readWrite: Bool) throws(PKCS11Error) {
    var handle: CK_SESSION_HANDLE = 0
    let flags = CK_FLAGS(CKF_SERIAL_SESSION) | (readWrite ? CK_FLAGS(CKF_RW_SESSION) : 0)
    try module.call("C_OpenSession", module.functions.C_OpenSession) { $0(slot.rawValue, flags, nil, nil, &handle) }
    self.module = module
    self.handle = handle
    endsBefore = module.ends
  }

  deinit {
    // C_Finalize has closed the session already, and modules count handles from one again: this one would close a
    // session of the next start, perhaps the one that keeps the login.
    guard module.ends == endsBefore else { return }
    if let close = module.functions.C_CloseSession { _ = close(handle) }
  }

  /// Logs in for the whole process: a login belongs to the application, and ends with its last session.
  ///
  /// The corresponding C function is `C_Login`.
  public func login(_ user: UserType, pin: borrowing PIN) throws(PKCS11Error) {
    guard let login = module.functions.C_Login else { throw .missingFunction("C_Login") }
    try Module.check("C_Login", pin.withBytes { login(handle, user.code, $0, $1) })
  }

  /// The corresponding C function is `C_Logout`.
  public func logout() throws(PKCS11Error) {
    try module.call("C_Logout", module.functions.C_Logout) { $0(handle) }
  }

  /// Sets the user's PIN, logged in as security officer. The corresponding C function is `C_InitPIN`.
  public func initializePIN(_ pin: borrowing PIN) throws(PKCS11Error) {
    guard let initialize = module.functions.C_InitPIN else { throw .missingFunction("C_InitPIN") }
    try Module.check("C_InitPIN", pin.withBytes { initialize(handle, $0, $1) })
  }

  /// Bytes of the token's random generator. The corresponding C function is `C_GenerateRandom`.
  public func random(count: Int) throws(PKCS11Error) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try module.call("C_GenerateRandom", module.functions.C_GenerateRandom) {
      $0(handle, &bytes, CK_ULONG(bytes.count))
    }
    return bytes
  }
}
