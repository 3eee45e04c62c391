internal import Cryptography
internal import Glibc

/// PINs in files. Nobody but the owner may read them, and none is ever printed, recorded or digested.
enum PINFile {
  /// Longest PIN taken, in bytes.
  static let longest = 255

  /// Says what is wrong with a PIN file without reading it.
  static func check(_ path: String) throws(CeremonyError) {
    let descriptor = try opened(path)
    close(descriptor)
  }

  /// Makes a file with a random PIN: 24 letters and digits of a 32-character alphabet, 120 bits.
  static func generate(_ path: String) throws(CeremonyError) {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
    do {
      let random = try SecureRandom.bytes(24)
      // 32 divides 256, so every character is equally likely.
      try DurableFile.create(path, random.map { alphabet[Int($0) % alphabet.count] } + Array("\n".utf8), mode: 0o600)
    } catch let error as CeremonyError {
      throw error
    } catch {
      throw CeremonyError(.store, "cannot draw a random PIN: \(error)")
    }
  }

  /// The PIN of a file: its first and only line.
  static func read(_ path: String) throws(CeremonyError) -> [UInt8] {
    let descriptor = try opened(path)
    defer { close(descriptor) }
    var content = [UInt8](repeating: 0, count: longest + 2)
    let count = Glibc.read(descriptor, &content, content.count)
    guard count >= 0 else { throw CeremonyError(.usage, "cannot read \(path): \(SystemError.text())") }
    var pin = Array(content.prefix(count))
    content.withUnsafeMutableBytes { buffer in
      if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
    }
    if pin.last == UInt8(ascii: "\n") { pin.removeLast() }
    guard (1...longest).contains(pin.count), !pin.contains(UInt8(ascii: "\n")) else {
      throw CeremonyError(.usage, "\(path) does not hold one line of 1 to \(longest) characters")
    }
    return pin
  }

  private static func opened(_ path: String) throws(CeremonyError) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw CeremonyError(
        .refused, "cannot open the PIN file \(path): \(SystemError.text())",
        hint: "'key-ceremony token init --generate-pins' makes PIN files")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o177 == 0 else {
      close(descriptor)
      let mode = String(status.st_mode & 0o7777, radix: 8)
      throw CeremonyError(
        .refused, "the PIN file \(path) has mode \(mode), must be a plain file of mode 600", hint: "chmod 600 \(path)")
    }
    return descriptor
  }
}
