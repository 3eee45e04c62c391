internal import Cryptography
internal import PKCS11

extension PIN {
  /// The same in memory that several may hold.
  consuming func intoKept() -> KeptSecret {
    KeptSecret(withRawBytes { bytes in SecretBytes(count: bytes.count) { $0.copyMemory(from: bytes) } })
  }
}

/// PINs in files of mode 0600. None is ever printed, recorded or digested.
enum PINFile {
  /// Reads the PIN of a file. A refusal names the file and the fix.
  static func read(_ path: String) throws(CeremonyError) -> PIN {
    do { return try PIN(file: path) } catch {
      throw CeremonyError(
        .refused, error.description, hint: "'key-ceremony token init --generate-pins' makes PIN files")
    }
  }

  /// Makes a file with a random PIN: 24 letters and digits of a 32-character alphabet, 120 bits.
  static func generate(_ path: String) throws(CeremonyError) {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
    let random: [UInt8]
    do { random = try SecureRandom.bytes(24) } catch {
      throw CeremonyError(.token, "cannot draw a random PIN: \(error)")
    }
    // 32 divides 256, so every character is equally likely. No line end: OpenSSL's engine takes it for part of the PIN.
    try DurableFile.create(path, random.map { alphabet[Int($0) % alphabet.count] }, mode: 0o600)
  }
}
