public import PKCS11
internal import Foundation
internal import TokenPool

/// SoftHSM for one test process: a token folder of its own, because another process's login rewrites the token's files.
///
/// All suites of a process share the module and the folder; each test makes its own tokens.
///
/// `@unchecked Sendable`: everything is a constant, and `makeToken` is under a lock.
public final class SoftHSM: @unchecked Sendable {
  /// A token that a test has for itself.
  public struct Token: Sendable {
    public let label: String
    public let uri: PKCS11URI
    public let slot: SlotID
    /// Files of mode 0600.
    public let pinFile: String
    public let soPINFile: String
  }

  public static let modulePath = "/usr/lib/softhsm/libsofthsm2.so"
  private static let instance = Result { try SoftHSM() }

  /// Points the process at its own token folder. Comes before anything that initialises the module.
  public static func shared() throws -> SoftHSM { try instance.get() }

  /// Where the tokens are kept.
  public let folder: String
  private let lock = NSLock()

  private init() throws {
    let parent = FileManager.default.temporaryDirectory
    folder = parent.appendingPathComponent("sealgate-softhsm-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder + "/tokens", withIntermediateDirectories: true)
    let configuration = """
      directories.tokendir = \(folder)/tokens
      objectstore.backend = file
      log.level = ERROR
      slots.removable = false

      """
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/softhsm2.conf"))
    setenv("SOFTHSM2_CONF", folder + "/softhsm2.conf", 1)
    SoftHSM.removedAtExit = folder
    atexit { if let folder = SoftHSM.removedAtExit { try? FileManager.default.removeItem(atPath: folder) } }
  }

  /// Written once, before the exit handler is set, and read by it alone.
  nonisolated(unsafe) private static var removedAtExit: String?

  /// The module, initialised; the pools of all suites share it with the tests of the binding.
  public func module() throws -> Module { try ModuleHost.shared(modulePath: SoftHSM.modulePath).module }

  /// Makes and initialises a token.
  ///
  /// - Parameter module: the module, initialised.
  public func makeToken(_ module: Module, label wanted: String? = nil) throws -> Token {
    let label = wanted ?? "test-\(UUID().uuidString.prefix(8))"
    lock.lock()
    defer { lock.unlock() }
    let soPINFile = try pinFile("so-\(UUID().uuidString)", "12345678")
    let pinFile = try pinFile("user-\(UUID().uuidString)", "87654321")
    guard let free = try module.tokens().first(where: { !$0.isInitialized }) else {
      throw PKCS11Error.token(wanted: label, problem: "no free slot", seen: [])
    }
    try module.initializeToken(free.slot, label: label, soPIN: PIN(file: soPINFile))
    let uri = try PKCS11URI("pkcs11:token=\(label)")
    // SoftHSM moves an initialised token to another slot at the next look at the slots.
    let slot = try module.token(uri).slot
    let session = try Session(module, slot: slot, readWrite: true)
    try session.login(.securityOfficer, pin: PIN(file: soPINFile))
    try session.initializePIN(PIN(file: pinFile))
    try session.logout()
    return Token(label: label, uri: uri, slot: slot, pinFile: pinFile, soPINFile: soPINFile)
  }

  /// Lets nobody else initialise a token meanwhile: two at once would take the same free slot.
  public func alone<Result>(_ body: () throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  /// A file of mode 0600 in the folder.
  public func pinFile(_ name: String, _ pin: String) throws -> String {
    let path = "\(folder)/\(name).pin"
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data((pin + "\n").utf8), attributes: [.posixPermissions: 0o600])
    else { throw PKCS11Error.pin(file: path, problem: "cannot be created") }
    return path
  }
}
