internal import CCryptoki
internal import Glibc
internal import Synchronization

/// A loaded PKCS#11 module. It stays loaded: modules start threads of their own, and unloading them is not safe.
///
/// Fork: a child must not touch its parent's Cryptoki state (PKCS#11 2.40, 6.6.1); nothing here forks.
///
/// `@unchecked Sendable`: the function list is copied once and never written again, `finalizations` is atomic, and the module is
/// initialised with CKF_OS_LOCKING_OK, so that its functions may be called from any thread.
public final class Module: @unchecked Sendable {
  public let path: String
  let functions: CK_FUNCTION_LIST
  private let finalizations = Atomic<UInt64>(0)

  /// Loads without initialising. The corresponding C function is `C_GetFunctionList`.
  public init(path: String) throws(PKCS11Error) {
    self.path = path
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .load(path: path, reason: dlerror().map { String(cString: $0) } ?? "unknown reason")
    }
    guard let symbol = dlsym(library, "C_GetFunctionList") else {
      throw .load(path: path, reason: "it has no C_GetFunctionList, so it is no PKCS#11 module")
    }
    typealias GetFunctionList =
      @convention(c) (UnsafeMutablePointer<UnsafeMutablePointer<CK_FUNCTION_LIST>?>) -> CK_RV
    var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
    let code = ReturnValue(rawValue: unsafeBitCast(symbol, to: GetFunctionList.self)(&list))
    guard code == .ok else { throw .failed(function: "C_GetFunctionList", code: code) }
    guard let list else { throw .unusableAnswer(function: "C_GetFunctionList", problem: "no function list") }
    functions = list.pointee
  }

  /// The corresponding C function is `C_Initialize`, with locking by the operating system.
  public func initialize() throws(PKCS11Error) {
    var arguments = CK_C_INITIALIZE_ARGS()
    arguments.flags = CK_FLAGS(CKF_OS_LOCKING_OK)
    try call("C_Initialize", functions.C_Initialize) { $0(&arguments) }
  }

  /// Ends every session of every token of the module. The corresponding C function is `C_Finalize`.
  public func finalize() throws(PKCS11Error) {
    try call("C_Finalize", functions.C_Finalize) { $0(nil) }
    finalizations.add(1, ordering: .sequentiallyConsistent)
  }

  /// How often the module was ended: a session of an earlier start has a handle that may be another session's by now.
  var ends: UInt64 { finalizations.load(ordering: .sequentiallyConsistent) }

  /// The corresponding C function is `C_GetInfo`.
  public func info() throws(PKCS11Error) -> ModuleInfo {
    var info = CK_INFO()
    try call("C_GetInfo", functions.C_GetInfo) { $0(&info) }
    return ModuleInfo(info)
  }

  /// Calls a function that may be missing, and turns its return code into an error.
  func call<Function>(
    _ name: StaticString, _ function: Function?, _ body: (Function) -> CK_RV
  ) throws(PKCS11Error) {
    guard let function else { throw .missingFunction("\(name)") }
    let code = ReturnValue(rawValue: body(function))
    guard code == .ok else { throw .failed(function: "\(name)", code: code) }
  }
}

/// What a module says of itself.
public struct ModuleInfo: Sendable, Hashable {
  public let manufacturer: String
  public let description: String
  public let cryptokiVersion: String
  public let libraryVersion: String

  init(_ info: CK_INFO) {
    manufacturer = Padded.text(info.manufacturerID)
    description = Padded.text(info.libraryDescription)
    cryptokiVersion = Padded.version(info.cryptokiVersion)
    libraryVersion = Padded.version(info.libraryVersion)
  }
}

/// The blank-padded texts of PKCS#11, which a module fills with what it likes.
enum Padded {
  /// Without the padding; control and format characters and what is not UTF-8 are escaped, so that no token forges a log line.
  static func text<Field>(_ field: Field) -> String {
    let bytes = withUnsafeBytes(of: field) { Array($0) }
    let content = bytes.prefix { $0 != 0 }.reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
    return String(decoding: Array(content), as: UTF8.self).unicodeScalars.map { scalar in
      isPlain(scalar) ? String(scalar) : scalar.escaped(asASCII: true)
    }.joined()
  }

  /// Nothing that moves the cursor, breaks a line or turns the reading direction.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: scalar != "\u{FFFD}"
    }
  }

  static func version(_ version: CK_VERSION) -> String { "\(version.major).\(version.minor)" }
}
