internal import COpenSSL
internal import Glibc

/// A password or a shared secret in memory: kept out of swap, wiped at the end, neither copied nor printed.
public struct SecretBytes: ~Copyable, @unchecked Sendable {
  // Never changed after init; freed once, as there are no copies.
  private let buffer: UnsafeMutableRawBufferPointer
  public let count: Int

  /// Takes the bytes over and wipes the array given.
  public init(_ bytes: inout [UInt8]) {
    buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
    // Locking may be refused by RLIMIT_MEMLOCK; the bytes are wiped all the same.
    _ = mlock(buffer.baseAddress, buffer.count)
    buffer.copyBytes(from: bytes)
    count = bytes.count
    bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    bytes = []
  }

  deinit {
    OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    munlock(buffer.baseAddress, buffer.count)
    buffer.deallocate()
  }

  /// Lends the bytes for one call.
  borrowing func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
  }
}

/// Compares without telling by its time where the first difference is. The corresponding C function is `CRYPTO_memcmp`.
func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
