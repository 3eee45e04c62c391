internal import COpenSSL

/// Random bytes from libcrypto's generator, which the kernel seeds. Serial numbers come from the token instead.
public enum SecureRandom {
  /// The corresponding C function is `RAND_bytes_ex`.
  public static func bytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: count)
    guard RAND_bytes_ex(nil, &output, count, 0) == 1 else { throw .library("RAND_bytes_ex") }
    return output
  }

  /// Secret bytes, into the memory that keeps them. The corresponding C function is `RAND_priv_bytes_ex`.
  public static func fill(_ output: UnsafeMutableRawBufferPointer) throws(CryptographyError) {
    guard RAND_priv_bytes_ex(nil, output.baseAddress?.assumingMemoryBound(to: UInt8.self), output.count, 0) == 1 else {
      throw .library("RAND_priv_bytes_ex")
    }
  }
}
