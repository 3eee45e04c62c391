internal import COpenSSL
public import Evidence

extension SoftwareKey {
  /// Rounds of PBKDF2 with HMAC-SHA-256 in key files that are written here.
  private static let rounds: Int32 = 600_000

  /// Reads one private key of a file that a passphrase protects (PKCS#8, `ENCRYPTED PRIVATE KEY`).
  ///
  /// A file in the clear is refused: whoever holds it would not need the passphrase.
  /// The corresponding C function is `d2i_PKCS8PrivateKey_bio`.
  public convenience init(encryptedPEM pem: [UInt8], passphrase: borrowing SecretBytes) throws(CryptographyError) {
    guard String(decoding: pem, as: UTF8.self).contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") else {
      throw .malformedKey("the file is no encrypted private key (PKCS#8)")
    }
    let parsed = passphrase.withBytes { secret -> OpaquePointer? in
      var given = secret
      return pem.withUnsafeBytes { buffer -> OpaquePointer? in
        guard let source = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return nil }
        defer { BIO_free(source) }
        return withUnsafeMutablePointer(to: &given) { context in
          PEM_read_bio_PrivateKey(
            source, nil,
            { target, size, _, context in
              guard let secret = context?.assumingMemoryBound(to: UnsafeRawBufferPointer.self).pointee,
                let target, secret.count <= Int(size)
              else { return -1 }
              UnsafeMutableRawBufferPointer(start: target, count: Int(size)).copyMemory(from: secret)
              return Int32(secret.count)
            }, context)
        }
      }
    }
    guard let parsed else {
      let reason = CryptographyError.library("PEM_read_bio_PrivateKey")
      ERR_clear_error()
      throw reason
    }
    try self.init(owning: parsed)
  }

  /// The file of a new key on a curve under a passphrase: PKCS#8 with PBES2, AES-256-CBC.
  ///
  /// - Returns: the file, and the public key. The corresponding C function is `PKCS8_encrypt`.
  public static func newEncryptedPEM(
    on curve: EllipticCurve, passphrase: borrowing SecretBytes
  ) throws(CryptographyError) -> (pem: [UInt8], publicKey: PublicKey) {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw .library("EVP_PKEY_CTX_new_from_name") }
    defer { EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, curve.rawValue) == 1,
      EVP_PKEY_generate(context, &made) == 1, let made
    else { throw .library("EVP_PKEY_generate") }
    let key = try SoftwareKey(owning: made)
    guard let clear = EVP_PKEY2PKCS8(made) else { throw .library("EVP_PKEY2PKCS8") }
    defer { PKCS8_PRIV_KEY_INFO_free(clear) }
    let encrypted = passphrase.withBytes { secret in
      PKCS8_encrypt(
        -1, EVP_aes_256_cbc(), secret.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: secret.count),
        nil, 16, rounds, clear)
    }
    guard let encrypted else { throw .library("PKCS8_encrypt") }
    defer { X509_SIG_free(encrypted) }
    guard let sink = BIO_new(BIO_s_mem()) else { throw .library("BIO_new") }
    defer { BIO_free(sink) }
    guard PEM_write_bio_PKCS8(sink, encrypted) == 1 else { throw .library("PEM_write_bio_PKCS8") }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = BIO_read(sink, &bytes, Int32(bytes.count))
    guard count > 0 else { throw .library("BIO_read") }
    return withExtendedLifetime(key) { (Array(bytes.prefix(Int(count))), key.publicKey) }
  }
}
