internal import Glibc

/// A file that a command line names is not there, is too long, or cannot be made.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  public let path: String
  public let problem: String

  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { "\(path): \(problem)" }
}

public enum InputFile {
  /// The whole of a file of at most `limit` bytes. The corresponding C functions are `open` and `read`.
  public static func read(_ path: String, limit: Int = 1 << 20) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path, "cannot be opened") }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(path, "cannot be read") }
      if count == 0 { return content }
      content += chunk.prefix(count)
      guard content.count <= limit else {
        throw FileError(path: path, problem: "is longer than the limit of \(limit) bytes")
      }
    }
  }
}

/// A file that is made before the work whose result goes into it, so that a place that cannot be written is found
/// first. Where `finish` is not reached, the file is removed again.
public struct OutputFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var isFinished = false

  /// Creates the file; one that is there already is left alone and refused. The corresponding C function is `open`
  /// with `O_CREAT` and `O_EXCL`.
  public init(creating path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      isFinished = true
      throw .system(path, "cannot be created")
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isFinished { unlink(path) }
  }

  /// Writes the whole content and keeps the file; on the medium when this returns.
  public consuming func finish(_ content: [UInt8]) throws(FileError) {
    var rest = content[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system(path, "cannot be written") }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw .system(path, "cannot be written") }
    isFinished = true
  }
}

extension FileError {
  /// With the calling thread's errno.
  fileprivate static func system(_ path: String, _ problem: String) -> FileError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return FileError(path: path, problem: "\(problem): \(reason)")
  }
}
