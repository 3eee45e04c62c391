internal import Foundation

/// A PKCS#11 module made of `Tests/StubModule/stub.c` that misbehaves as a test orders.
///
/// Each one is a copy of the file with a state of its own: `dlopen` tells them apart by their paths.
///
/// `@unchecked Sendable`: everything is a constant, and the stub locks its own state.
public final class StubModule: @unchecked Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private typealias Fail = @convention(c) (UnsafePointer<CChar>, UInt, UInt) -> Void
  private typealias Set = @convention(c) (UnsafePointer<CChar>, UInt) -> Void
  private typealias Calls = @convention(c) (UnsafePointer<CChar>) -> UInt
  private typealias Sessions = @convention(c) () -> UInt

  public let path: String
  private let orderFailure: Fail
  private let orderBehaviour: Set
  private let countCalls: Calls
  private let countSessions: Sessions
  private let countSessionObjects: Sessions

  public init() throws {
    let compiled = try StubModule.compiled.get()
    path = "\(compiled.deletingPathExtension().path)-\(UUID().uuidString).so"
    try FileManager.default.copyItem(atPath: compiled.path, toPath: path)
    // Never closed: pools of the test may still have threads in it.
    guard let library = dlopen(path, RTLD_NOW), let fail = dlsym(library, "stub_fail"),
      let set = dlsym(library, "stub_set"), let calls = dlsym(library, "stub_calls"),
      let sessions = dlsym(library, "stub_open_sessions"), let objects = dlsym(library, "stub_session_objects")
    else { throw Failure(description: "the stub module \(path) cannot be loaded") }
    orderFailure = unsafeBitCast(fail, to: Fail.self)
    orderBehaviour = unsafeBitCast(set, to: Set.self)
    countCalls = unsafeBitCast(calls, to: Calls.self)
    countSessions = unsafeBitCast(sessions, to: Sessions.self)
    countSessionObjects = unsafeBitCast(objects, to: Sessions.self)
  }

  /// The next calls of a function do nothing but return a code.
  public func fail(_ function: String, code: UInt, times: UInt = .max) { orderFailure(function, code, times) }

  /// Orders another behaviour; the names are in `stub.c`.
  public func set(_ behaviour: String, _ value: UInt = 1) { orderBehaviour(behaviour, value) }

  /// How often a function was called.
  public func calls(_ function: String) -> UInt { countCalls(function) }

  public var openSessions: UInt { countSessions() }

  /// Keys that sessions made or unwrapped and that are still there.
  public var sessionObjects: UInt { countSessionObjects() }

  /// Written once, before the exit handler is set, and read by it alone.
  nonisolated(unsafe) private static var removedAtExit: URL?

  private static let compiled = Result { () throws -> URL in
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../StubModule/stub.c").standardized
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sealgate-stub-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    removedAtExit = folder
    atexit { if let folder = StubModule.removedAtExit { try? FileManager.default.removeItem(at: folder) } }
    let output = folder.appendingPathComponent("stub.so")
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/cc")
    compiler.arguments = [
      "-shared", "-fPIC", "-O1", "-I/usr/include/p11-kit-1", source.path, "-o", output.path,
    ]
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else { throw Failure(description: "cc refused \(source.path)") }
    return output
  }
}
