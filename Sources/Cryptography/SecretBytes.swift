internal import COpenSSL
internal import Glibc

/// A secret in memory: kept out of swap, wiped at the end, neither copied nor printed.
public struct SecretBytes: ~Copyable, @unchecked Sendable {
  // Never changed after init; freed once, as there are no copies.
  private let buffer: UnsafeMutableRawBufferPointer
  public let count: Int

  /// Takes the bytes over and wipes the array given.
  public init(_ bytes: inout [UInt8]) {
    self.init(zeros: bytes.count)
    buffer.copyBytes(from: bytes)
    bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    bytes = []
  }

  /// Lets the secret come to be in the memory that keeps it, which is zeros before.
  public init<Failure: Error>(
    count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    self.init(zeros: count)
    try fill(UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(count)))
  }

  private init(zeros count: Int) {
    buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
    // Locking may be refused by RLIMIT_MEMLOCK; the bytes are wiped all the same.
    _ = mlock(buffer.baseAddress, buffer.count)
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    self.count = count
  }

  deinit {
    OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    munlock(buffer.baseAddress, buffer.count)
    buffer.deallocate()
  }

  /// Lends the bytes for one call. Whoever copies them wipes the copy.
  public borrowing func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
  }

  /// The same secret in memory of its own.
  public borrowing func copy() -> SecretBytes {
    withBytes { bytes in SecretBytes(count: bytes.count) { $0.copyMemory(from: bytes) } }
  }

  /// Whether both are the same secret, told in a time that depends on their lengths alone.
  public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
    guard count == other.count else { return false }
    return CRYPTO_memcmp(buffer.baseAddress, other.buffer.baseAddress, count) == 0
  }
}

/// Compares without telling by its time where the first difference is. The corresponding C function is `CRYPTO_memcmp`.
func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
