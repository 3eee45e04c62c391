internal import Cryptography
internal import Evidence
internal import Glibc

/// Which build of the tool holds the ceremony.
enum ToolDigest {
  /// SHA-256 of the running executable; nil where it cannot be read.
  static let ownExecutable: Digest? = digest("/proc/self/exe")

  static var json: JSONValue { ownExecutable.map { .string($0.hex) } ?? .null }

  /// Begins to compute it beside other work: it takes as long as a small ceremony's signatures, and is on record at the
  /// end of each run.
  static func begin() { Task.detached { _ = ownExecutable } }

  private static func digest(_ path: String) -> Digest? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var hash = IncrementalHash()
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return hash.finish() }
      if count < chunk.count {
        hash.update(Array(chunk.prefix(count)))
      } else {
        hash.update(chunk)
      }
    }
  }
}
