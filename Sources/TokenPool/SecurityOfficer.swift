public import PKCS11

// What only a token's security officer may do. A login belongs to the application, so the user is logged out for it, and
// asked for the PIN again with the next job.
extension TokenPool {
  /// Changes the user's PIN. The corresponding C function is `C_SetPIN`.
  ///
  /// The pool's own source of PINs must give the new one from then on.
  public func changeUserPIN(
    from old: @escaping PINSource, to new: @escaping PINSource
  ) async throws(TokenPoolError) {
    try await perform { _, lane throws(LaneError) in
      try TokenPool.pinErrorsAsOwn { () throws(PKCS11Error) in
        let old = try old()
        let new = try new()
        try lane.useDirectly { session throws(PKCS11Error) in try session.changePIN(from: old, to: new) }
      }
    }
  }

  /// Changes the security officer's PIN. The corresponding C functions are `C_Login` and `C_SetPIN`.
  public func changeOfficerPIN(
    from old: @escaping PINSource, to new: @escaping PINSource
  ) async throws(TokenPoolError) {
    try await perform { pool, lane throws(LaneError) in
      try pool.asSecurityOfficer(old, on: lane) { session, pin throws(PKCS11Error) in
        let new = try new()
        try session.changePIN(from: pin, to: new)
      }
    }
  }

  /// What the token tells of its PINs now. The corresponding C function is `C_GetTokenInfo`.
  public func pinStates() async throws(TokenPoolError) -> (user: PINState, officer: PINState) {
    try await perform { pool, _ throws(LaneError) in
      do throws(PKCS11Error) {
        let info = try pool.host.module.token(pool.settings.uri)
        return (info.userPIN, info.officerPIN)
      } catch {
        throw .module(error)
      }
    }
  }

  /// Opens a lane's session anew, which logs the user in again.
  func reopen(_ lane: Lane) throws(LaneError) {
    let generation = lane.opened
    do throws(PKCS11Error) { try lane.open(host.module, login: login, generation: generation) } catch {
      throw .module(error)
    }
  }

  /// Works in a session of the security officer, with one try of the PIN. A PIN that is refused here says nothing of the
  /// user's, so the pool goes on.
  func asSecurityOfficer<Value>(
    _ pin: PINSource, on lane: Lane, _ body: (borrowing Session, borrowing PIN) throws(PKCS11Error) -> Value
  ) throws(LaneError) -> Value {
    guard settings.lanes == 1 else {
      throw .pool(.unsupported("work of the security officer while several sessions are open"))
    }
    return try TokenPool.pinErrorsAsOwn { () throws(PKCS11Error) in
      let pin = try pin()
      let token = try host.module.token(settings.uri)
      try token.requireSameDevice(as: self.token, wanted: settings.uri.text)
      lane.close()
      login.release()
      let session = try Session(host.module, slot: token.slot, readWrite: true)
      try session.login(.securityOfficer, pin: pin)
      let result = Result { () throws(PKCS11Error) in try body(session, pin) }
      // Closing the session ends the login too; a module that forgets that would refuse the user's.
      try? session.logout()
      return try result.get()
    }
  }

  private static func pinErrorsAsOwn<Value>(
    _ body: () throws(PKCS11Error) -> Value
  ) throws(LaneError) -> Value {
    do throws(PKCS11Error) { return try body() } catch {
      if let code = error.code, ReturnValue.pinIsRefused.contains(code) {
        throw .pool(.pinRefused(error.description))
      }
      if case .pin(_, let problem) = error { throw .pool(.pinRefused(problem)) }
      throw .module(error)
    }
  }
}
