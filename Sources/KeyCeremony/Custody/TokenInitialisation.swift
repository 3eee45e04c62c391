internal import PKCS11
internal import TokenPool

/// Initialises a token that never was, and sets its user's PIN: C_InitToken and C_InitPIN.
struct TokenInitialisation {
  /// Absolute path.
  let module: String
  let label: String
  /// Nil for the first slot with a token that is not initialised.
  var slot: UInt?

  /// Refuses what stands against it. A token that is initialised is never touched: this erases nothing.
  func requireSlot() throws(CeremonyError) {
    var refusal: CeremonyError?
    do throws(PKCS11Error) {
      // While another token is initialised, a module may show no free slot at all.
      try ModuleHost.initialising { () throws(PKCS11Error) in
        do throws(CeremonyError) { _ = try freeSlot() } catch { refusal = error }
      }
    } catch { throw CeremonyError(error) }
    if let refusal { throw refusal }
  }

  private func freeSlot() throws(CeremonyError) -> SlotID {
    let tokens: [TokenInfo]
    do throws(PKCS11Error) {
      tokens = try ModuleHost.shared(modulePath: module).module.tokens()
    } catch { throw CeremonyError(error) }
    if let taken = tokens.first(where: { $0.isInitialized && $0.label == label }) {
      throw CeremonyError(
        .refused, "a token \(taken.name) exists already", hint: "choose another label; a token is never erased here")
    }
    let free = tokens.filter { !$0.isInitialized }
    guard let number = slot else {
      guard let first = free.first else {
        throw CeremonyError(.refused, "no slot has a token that is not initialised")
      }
      return first.slot
    }
    guard let wanted = free.first(where: { $0.slot.rawValue == number }) else {
      throw CeremonyError(
        .refused, "slot \(number) has no token, or one that is initialised already",
        hint:
          "slots with a token that is not initialised: \(free.map { "\($0.slot.rawValue)" }.joined(separator: ", "))")
    }
    return wanted.slot
  }

  func run(officer: TokenPool.PINSource, user: TokenPool.PINSource) throws(CeremonyError) -> TokenInfo {
    var refusal: CeremonyError?
    do throws(PKCS11Error) {
      let module = try ModuleHost.shared(modulePath: module).module
      let soPIN = try officer()
      // Asked for before anything is touched.
      let pin = try user()
      refusal = try initialise(module, soPIN)
      // The token may stand in another slot now (SoftHSM), so it is looked for by its name.
      if refusal == nil { return try setUserPIN(pin, officer: soPIN, in: module) }
    } catch { throw CeremonyError(error) }
    throw refusal ?? CeremonyError(.token, "the token \(label) was not initialised")
  }

  /// The slot is looked for once more where nobody else of this process can take it. Returns why it is refused.
  private func initialise(_ module: Module, _ officer: borrowing PIN) throws(PKCS11Error) -> CeremonyError? {
    var refusal: CeremonyError?
    try ModuleHost.initialising { () throws(PKCS11Error) in
      let slot: SlotID
      do throws(CeremonyError) { slot = try freeSlot() } catch {
        refusal = error
        return
      }
      try module.initializeToken(slot, label: label, soPIN: officer)
    }
    return refusal
  }

  /// Carries on where a run ended between the token and its user's PIN; nil where there is no such token.
  func finish(officer: TokenPool.PINSource, user: TokenPool.PINSource) throws(CeremonyError) -> TokenInfo? {
    do throws(PKCS11Error) {
      let module = try ModuleHost.shared(modulePath: module).module
      guard let found = try module.tokens().first(where: { $0.isInitialized && $0.label == label }) else { return nil }
      if found.userPINIsSet { return found }
      let soPIN = try officer()
      return try setUserPIN(try user(), officer: soPIN, in: module)
    } catch { throw CeremonyError(error) }
  }

  private func setUserPIN(
    _ pin: borrowing PIN, officer: borrowing PIN, in module: Module
  ) throws(PKCS11Error) -> TokenInfo {
    let token = try module.token(PKCS11URI("pkcs11:token=\(label)"))
    let session = try Session(module, slot: token.slot, readWrite: true)
    try session.login(.securityOfficer, pin: officer)
    try session.initializePIN(pin)
    try session.logout()
    return try module.tokenInfo(token.slot)
  }
}
