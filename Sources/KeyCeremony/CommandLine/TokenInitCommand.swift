internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import PKCS11
internal import TokenPool

/// `key-ceremony token init`.
struct TokenInitCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(CeremonyError) {
    let request = try TokenInitRequest(arguments)
    let token = try initialise(request)
    screen.say("token \(token.label) is initialised and has its user PIN")
    screen.say("      \(token.manufacturer) \(token.model), serial \(token.serial)")
    guard arguments.has(Option.json.name) else { return }
    screen.print(
      .object([
        "result": .string("done"), "label": .string(token.label), "serial": .string(token.serial),
        "manufacturer": .string(token.manufacturer), "model": .string(token.model),
      ]))
  }

  private func initialise(_ request: TokenInitRequest) throws(CeremonyError) -> TokenInfo {
    let initialisation = TokenInitialisation(module: request.module, label: request.label, slot: request.slot)
    try initialisation.requireSlot()
    // Only now, when nothing stands against it any more, do PIN files come to be.
    if request.generatesPINs {
      for path in [request.soPINFile, request.pinFile].compactMap({ $0 }) { try PINFile.generate(path) }
    }
    let officer = try TokenInitCommand.kept(request.soPINFile, "new PIN of the security officer")
    let user = try TokenInitCommand.kept(request.pinFile, "new PIN of the user")
    return try initialisation.run(
      officer: { () throws(PKCS11Error) in officer.bytes.withBytes { PIN(copying: $0) } },
      user: { () throws(PKCS11Error) in user.bytes.withBytes { PIN(copying: $0) } })
  }

  private static func kept(_ file: String?, _ question: String) throws(CeremonyError) -> KeptSecret {
    guard let file else { return try PINPrompt.askNew(question).intoKept() }
    return try PINFile.read(file).intoKept()
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
