internal import Cryptography
internal import Glibc
internal import SecretSharing

/// Files of mode 0600 on a custodian's medium. Their content passes through locked memory alone.
enum ShareFile {
  private static let longest = 4096

  static func create(_ path: String, _ secret: borrowing SecretBytes) throws(CeremonyError) {
    var copy = secret.withBytes { Array($0) }
    defer { _ = SecretBytes(&copy) }
    try DurableFile.create(path, copy, mode: 0o600)
  }

  static func read(_ path: String) throws(CeremonyError) -> SecretBytes {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw CeremonyError(.usage, "cannot open \(path): \(SystemError.text())") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      (1...off_t(longest)).contains(status.st_size)
    else { throw CeremonyError(.usage, "\(path) is no file of 1 to \(longest) bytes") }
    return try SecretBytes(count: Int(status.st_size)) { output throws(CeremonyError) in
      guard Glibc.read(descriptor, output.baseAddress, output.count) == output.count else {
        throw CeremonyError(.usage, "cannot read \(path): \(SystemError.text())")
      }
    }
  }
}
