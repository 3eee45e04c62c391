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
    try ModuleHost.initialising { () throws(PKCS11Error) in
      guard let free = try module.tokens().first(where: { !$0.isInitialized }) else {
        throw PKCS11Error.token(wanted: label, problem: "no free slot", seen: [])
      }
      try module.initializeToken(free.slot, label: label, soPIN: PIN(file: soPINFile))
    }
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

  /// Edits the object files of a token as whoever controls the host can: without the token's PIN, and behind its back.
  ///
  /// An object file holds a number that counts its changes, and attributes: type, kind and value, numbers in eight octets,
  /// big-endian. Only byte strings of private objects are encrypted.
  public func forge(_ token: Token, _ edit: (inout ObjectFile) -> Void) throws {
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: folder + "/tokens") {
      let place = "\(folder)/tokens/\(name)"
      let about = try Data(contentsOf: URL(fileURLWithPath: place + "/token.object"))
      guard about.range(of: Data(token.label.utf8)) != nil else { continue }
      for file in try manager.contentsOfDirectory(atPath: place)
      where file.hasSuffix(".object") && file != "token.object" {
        let path = URL(fileURLWithPath: "\(place)/\(file)")
        var object = ObjectFile(bytes: Array(try Data(contentsOf: path)))
        edit(&object)
        object.countChange()
        try Data(object.bytes).write(to: path)
      }
    }
  }

  /// The bytes of one object.
  public struct ObjectFile: Sendable {
    public fileprivate(set) var bytes: [UInt8]

    /// CKA_CLASS, as CKO_PUBLIC_KEY is 2 and CKO_PRIVATE_KEY 3.
    public var isPrivateKey: Bool { place(of: 0x000, kind: 2).map { bytes[$0 + 7] == 3 } ?? false }

    /// Sets an attribute that is there; false where it is not, or is no boolean.
    public mutating func set(_ type: UInt8, _ value: Bool) -> Bool {
      guard let place = place(of: UInt16(type) | 0x100, kind: 1) else { return false }
      bytes[place] = value ? 0xFF : 0x00
      return true
    }

    /// The same for a number, whose type is `0x1..` too.
    public mutating func set(_ type: UInt8, number: UInt16) -> Bool {
      guard let place = place(of: UInt16(type) | 0x100, kind: 2) else { return false }
      bytes.replaceSubrange(place..<place + 8, with: ObjectFile.octets(number))
      return true
    }

    fileprivate mutating func countChange() {
      for index in (0..<8).reversed() {
        bytes[index] &+= 1
        if bytes[index] != 0 { return }
      }
    }

    private func place(of type: UInt16, kind: UInt16) -> Int? {
      let mark = ObjectFile.octets(type) + ObjectFile.octets(kind)
      return bytes.indices.dropFirst(8).first { bytes[$0...].starts(with: mark) && $0 + 24 <= bytes.count }.map {
        $0 + 16
      }
    }

    private static func octets(_ number: UInt16) -> [UInt8] {
      [0, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 0xFF)]
    }
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
