public import Foundation
internal import Glibc
internal import Synchronization

/// What went wrong with a process that a test started; the text holds what the process printed.
public struct ProcessFailure: Error, CustomStringConvertible {
  public let description: String

  public init(description: String) { self.description = description }
}

/// A program that runs beside the test, with what it prints in files. It never outlives its value.
///
/// Not Foundation's `Process`, which keeps descriptors of every child it ever had: after some hundred it crashes.
public final class ChildProcess: Sendable {
  /// What a finished program left.
  public struct Result: Sendable, CustomStringConvertible {
    public let command: String
    /// The exit code; 128 and the signal's number where a signal ended it.
    public let code: Int32
    public let output: String
    public let errors: String

    public var description: String { "\(command)\nexit code \(code)\n\(output)\(errors)" }
  }

  private let id: pid_t
  private let command: String
  private let printed: URL
  /// As `Result.code`; nil while the program runs. A process id is signalled and waited for under this lock alone, for
  /// it may be another program's as soon as it was waited for.
  private let ended = Mutex<Int32?>(nil)

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: an absolute path, or a name that `PATH` finds.
  ///   - environment: beside what the test has itself.
  public init(
    _ program: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws {
    command = ([program] + arguments).joined(separator: " ")
    printed = try FileManager.default.scratch("printed-\(UUID().uuidString)")
    id = try spawn(
      [program] + arguments, in: folder.path,
      environment: ProcessInfo.processInfo.environment.merging(environment) { _, new in new },
      output: printed.appending(path: "out").path, errors: printed.appending(path: "err").path)
  }

  deinit {
    send(SIGKILL)
    ended.withLock { if $0 == nil { waitpid(id, nil, 0) } }
    try? FileManager.default.removeItem(at: printed)
  }

  public var isRunning: Bool {
    ended.withLock { ended in
      var status: Int32 = 0
      if ended == nil, waitpid(id, &status, WNOHANG) == id {
        let signal = status & 0x7F
        ended = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
      }
      return ended == nil
    }
  }

  /// What it printed until now.
  public var output: String { (try? String(contentsOf: printed.appending(path: "out"), encoding: .utf8)) ?? "" }
  public var errors: String { (try? String(contentsOf: printed.appending(path: "err"), encoding: .utf8)) ?? "" }

  public func send(_ signal: Int32) {
    ended.withLock { if $0 == nil { _ = kill(id, signal) } }
  }

  /// Waits for the end; a program that takes longer is killed, and that is an error.
  public func finish(within limit: Duration = .seconds(60)) async throws -> Result {
    try await until(limit, "\(command) does not end") { !isRunning }
    return Result(command: command, code: ended.withLock { $0 } ?? -1, output: output, errors: errors)
  }

  /// Waits for something, while the program runs or after it.
  public func until(_ limit: Duration, _ problem: String, _ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now.advanced(by: limit)
    while !condition() {
      guard ContinuousClock.now < deadline else {
        send(SIGKILL)
        throw ProcessFailure(description: "\(problem) within \(limit)\n\(output)\(errors)")
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  /// Runs a program to its end.
  public static func run(
    _ program: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) async throws -> Result {
    try await ChildProcess(program, arguments, in: folder, environment: environment).finish()
  }
}

/// The corresponding C function is `posix_spawnp`. The child has no descriptors but its three, and all signals as they
/// are by default: threads of the test may have some blocked.
private func spawn(
  _ words: [String], in folder: String, environment: [String: String], output: String, errors: String
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  _ = changeDirectory(&actions, folder)
  _ = closeFrom(&actions, STDERR_FILENO + 1)
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  sigfillset(&signals)
  posix_spawnattr_setsigdefault(&attributes, &signals)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

  var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
  var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
  defer { for text in arguments + settings { free(text) } }
  var id: pid_t = 0
  let problem = posix_spawnp(&id, words[0], &actions, &attributes, &arguments, &settings)
  guard problem == 0 else {
    throw ProcessFailure(description: "\(words[0]) cannot be started: \(String(cString: strerror(problem)))")
  }
  return id
}

// glibc has these two, and its module for Swift has not: they hide behind `_GNU_SOURCE`.

@_silgen_name("posix_spawn_file_actions_addchdir_np")
private func changeDirectory(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ path: UnsafePointer<CChar>
) -> Int32

@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
private func closeFrom(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ from: Int32) -> Int32

extension ChildProcess.Result {
  /// Throws, with all that was printed, unless the exit code is the one expected.
  ///
  /// Not by `#require`: what it throws is silent in every test but the one that it was first thrown in, and what an
  /// installation shared by all tests throws must fail them all.
  @discardableResult
  public func expect(_ wanted: Int32 = 0) throws -> Self {
    guard code == wanted else { throw ProcessFailure(description: "expected exit code \(wanted): \(self)") }
    return self
  }
}

extension FileManager {
  /// A new folder among the temporary files, removed with all others of this process when it ends.
  public func scratch(_ name: String) throws -> URL {
    let folder = try Scratch.root.get().appending(path: name)
    try createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// The one folder of temporary files that this process makes.
private enum Scratch {
  static let root = Result { () throws -> URL in
    let folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    removedAtExit = folder
    atexit { if let folder = Scratch.removedAtExit { try? FileManager.default.removeItem(at: folder) } }
    return folder
  }

  /// Written once, before the exit handler is set, and read by it alone.
  nonisolated(unsafe) private static var removedAtExit: URL?
}
