internal import Glibc

/// Paths as text, and the few questions that a check asks of them.
enum FilePath {
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part without its extension: `ceremonies/01-root.yaml` gives `01-root`.
  static func stem(of path: String) -> String {
    let name = path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...]
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
    return String(name[..<dot])
  }

  static func resolve(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
  }

  static func remove(_ path: String) throws(CeremonyError) {
    guard unlink(path) == 0 else { throw CeremonyError(.store, "cannot remove \(path): \(SystemError.text())") }
  }

  /// Whether anything has this name, a dangling link included.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  static func canCreateFiles(in folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && access(folder, W_OK | X_OK) == 0
  }

  /// The whole of a file of at most `limit` bytes.
  static func read(_ path: String, limit: Int = 1 << 20) throws(CeremonyError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CeremonyError(.usage, "cannot open \(path): \(SystemError.text())") }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CeremonyError(.usage, "cannot read \(path): \(SystemError.text())") }
      if count == 0 { return content }
      content += chunk.prefix(count)
      guard content.count <= limit else {
        throw CeremonyError(.usage, "\(path) is longer than the limit of \(limit) bytes")
      }
    }
  }
}
