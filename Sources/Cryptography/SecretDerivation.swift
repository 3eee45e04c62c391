internal import COpenSSL
internal import Evidence

/// HMAC and PBKDF2 over secrets that stay in the memory where they are.
public enum SecretDerivation {
  /// HMAC with SHA-256 (FIPS 198-1), 32 bytes. The corresponding C function is `EVP_Q_mac`.
  public static func hmacSHA256(
    key: UnsafeRawBufferPointer, _ message: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) {
    var length = 0
    guard
      EVP_Q_mac(
        nil, "HMAC", nil, "SHA2-256", nil, key.baseAddress, key.count,
        message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count,
        output.baseAddress?.assumingMemoryBound(to: UInt8.self), output.count, &length) != nil, length == 32
    else { throw .library("EVP_Q_mac") }
  }

  /// PBKDF2 (RFC 8018, 5.2) with HMAC and SHA-256. The corresponding C function is `PKCS5_PBKDF2_HMAC`.
  public static func pbkdf2SHA256(
    password: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer, iterations: Int32,
    into output: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) {
    guard
      PKCS5_PBKDF2_HMAC(
        password.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: password.count),
        salt.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(clamping: salt.count), iterations,
        HashAlgorithm.sha256.evp.pointer, Int32(clamping: output.count),
        output.baseAddress?.assumingMemoryBound(to: UInt8.self)) == 1
    else { throw .library("PKCS5_PBKDF2_HMAC") }
  }
}
