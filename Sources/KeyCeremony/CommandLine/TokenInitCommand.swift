internal import CommandLineTools
internal import Evidence
internal import PKCS11
internal import TokenPool

/// `key-ceremony token init`.
struct TokenInitCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(CeremonyError) {
    let request = try TokenInitRequest(arguments)
    let token: TokenInfo
    do {
      token = try initialise(request)
    } catch let error as CeremonyError {
      throw error
    } catch {
      throw CeremonyError(.token, "\(error)")
    }
    screen.say("token \(token.label) is initialised and has its user PIN")
    screen.say("      \(token.manufacturer) \(token.model), serial \(token.serial)")
    guard arguments.has(Option.json.name) else { return }
    screen.print(
      .object([
        "result": .string("done"), "label": .string(token.label), "serial": .string(token.serial),
        "manufacturer": .string(token.manufacturer), "model": .string(token.model),
      ]))
  }

  private func initialise(_ request: TokenInitRequest) throws -> TokenInfo {
    let module = try ModuleHost.shared(modulePath: request.module).module
    let slot = try freeSlot(of: module, request)
    // Only now, when nothing stands against it any more, do PIN files come to be.
    if request.generatesPINs {
      for path in [request.soPINFile, request.pinFile].compactMap({ $0 }) { try PINFile.generate(path) }
    }
    let soPIN = try request.soPINFile.map(PINFile.read) ?? PINPrompt.askNew("new PIN of the security officer")
    let pin = try request.pinFile.map(PINFile.read) ?? PINPrompt.askNew("new PIN of the user")
    try module.initializeToken(slot, label: request.label, soPIN: soPIN)

    // The token may stand in another slot now (SoftHSM), so it is looked for by its name.
    let token = try module.token(PKCS11URI("pkcs11:token=\(request.label)"))
    let session = try Session(module, slot: token.slot, readWrite: true)
    try session.login(.securityOfficer, pin: soPIN)
    try session.initializePIN(pin)
    try session.logout()
    return try module.tokenInfo(token.slot)
  }

  private func freeSlot(of module: Module, _ request: TokenInitRequest) throws -> SlotID {
    let tokens = try module.tokens()
    if let taken = tokens.first(where: { $0.isInitialized && $0.label == request.label }) {
      throw CeremonyError(
        .refused, "a token \(taken.name) exists already", hint: "choose another label; a token is never erased here")
    }
    let free = tokens.filter { !$0.isInitialized }
    guard let number = request.slot else {
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
}

/// What `token init` was asked for, read before anything is touched.
struct TokenInitRequest {
  let module: String
  let label: String
  let slot: UInt?
  /// Nil where the PIN is asked for at the terminal.
  let soPINFile: String?
  let pinFile: String?
  let generatesPINs: Bool

  init(_ arguments: Arguments) throws(CeremonyError) {
    do throws(UsageError) {
      module = try arguments.required("--module")
      label = try arguments.required("--label")
      guard module.hasPrefix("/") else { throw arguments.misuse("--module must be an absolute path") }
      guard TokenLabel.isUsable(label, upTo: 32) else {
        throw arguments.misuse("--label must have 1 to 32 letters, digits, '.', '-' or '_'")
      }
      slot = arguments["--slot"].flatMap { UInt($0) }
      guard slot != nil || arguments["--slot"] == nil else { throw arguments.misuse("--slot must be a number") }
      soPINFile = arguments["--so-pin-file"]
      pinFile = arguments["--pin-file"]
      generatesPINs = arguments.has("--generate-pins")
      guard !generatesPINs || (soPINFile != nil && pinFile != nil) else {
        throw arguments.misuse("--generate-pins needs --so-pin-file and --pin-file")
      }
    } catch {
      throw CeremonyError(error)
    }
    guard generatesPINs else { return }
    for path in [soPINFile, pinFile].compactMap({ $0 }) where FilePath.exists(path) {
      throw CeremonyError(.refused, "\(path) exists, and nothing is overwritten", hint: "leave out --generate-pins")
    }
  }
}
