internal import Glibc

/// A file that this process creates, or fails to: never one that was there before.
///
/// A failed write or fsync is final: the kernel may have dropped the pages, so nothing is tried again.
struct DurableFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Creates the file exclusively. The corresponding C function is `open` with `O_CREAT` and `O_EXCL`.
  init(creating path: String, mode: mode_t = 0o644) throws(CeremonyError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else {
      throw CeremonyError(
        .store, "cannot create \(path): \(SystemError.text())",
        hint: "nothing is ever overwritten: move the file away, or name another")
    }
  }

  /// Opens a file that exists, to append to it. The corresponding C function is `open` with `O_APPEND`.
  init(appendingTo path: String) throws(CeremonyError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw CeremonyError(.store, "cannot open \(path): \(SystemError.text())") }
  }

  /// Cuts the file to a length, durably.
  func truncate(to length: Int) throws(CeremonyError) {
    guard ftruncate(descriptor, off_t(length)) == 0, fsync(descriptor) == 0 else {
      throw CeremonyError(.store, "cannot cut \(path): \(SystemError.text())")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Appends the bytes and returns once they are on the medium.
  func append(_ bytes: borrowing [UInt8]) throws(CeremonyError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw CeremonyError(.store, "cannot write \(path): \(SystemError.text())") }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw CeremonyError(.store, "cannot sync \(path): \(SystemError.text())") }
  }

  /// Makes the file's name durable: without this a power cut may take it away.
  func syncFolder() throws(CeremonyError) {
    let folder = open(FilePath.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw CeremonyError(.store, "cannot open the folder of \(path): \(SystemError.text())")
    }
    defer { close(folder) }
    guard fsync(folder) == 0 else {
      throw CeremonyError(.store, "cannot sync the folder of \(path): \(SystemError.text())")
    }
  }

  /// Creates a file with this content, durably and whole: under its name there is all of it or nothing.
  ///
  /// An interruption may leave `PATH.part` behind, which the next try removes.
  static func create(_ path: String, _ content: borrowing [UInt8], mode: mode_t = 0o644) throws(CeremonyError) {
    let part = path + ".part"
    unlink(part)
    let file = try DurableFile(creating: part, mode: mode)
    do throws(CeremonyError) {
      try file.append(content)
      // As with O_EXCL, a name that exists is refused; `rename` would replace it.
      guard link(part, path) == 0 else {
        throw CeremonyError(
          .store, "cannot create \(path): \(SystemError.text())",
          hint: "nothing is ever overwritten: move the file away, or name another")
      }
    } catch {
      unlink(part)
      throw error
    }
    unlink(part)
    try file.syncFolder()
  }
}

/// Asked before each write that has to last: where it throws, the write fails as on a full disk.
typealias WriteGate = @Sendable (_ path: String) throws(CeremonyError) -> Void

/// The calling thread's errno as text.
enum SystemError {
  static func text(_ code: Int32 = errno) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
