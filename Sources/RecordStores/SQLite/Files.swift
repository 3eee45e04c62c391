internal import Glibc

/// An exclusive lock on a file, held while this exists. Two writers would each write the other's intents off at start.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// The corresponding C function is `flock`.
  init(path: String) throws(RecordStoreError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .file(function: "open", path: path, errno: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      throw code == EWOULDBLOCK ? .locked(path: path) : .file(function: "flock", path: path, errno: code)
    }
  }

  /// Gives the lock up before this goes away; again is harmless.
  func release() { flock(descriptor, LOCK_UN) }

  /// Closing alone would leave the lock to a child that was just forked, until that runs its program.
  deinit {
    release()
    close(descriptor)
  }
}

/// Makes a new file's name durable. The corresponding C function is `fsync`.
func syncDirectory(of path: String) throws(RecordStoreError) {
  let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
  let descriptor = open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .file(function: "open", path: String(folder), errno: errno) }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw .file(function: "fsync", path: String(folder), errno: errno) }
}
