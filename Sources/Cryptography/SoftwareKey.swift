internal import COpenSSL
public import Evidence

/// A private key in a file: for people who sign statements about applications. Keys of CAs and subjects live on tokens.
public final class SoftwareKey: @unchecked Sendable {
  // Never changed after init; libcrypto lets threads sign with one EVP_PKEY, each with a context of its own.
  private let pointer: OpaquePointer
  public let publicKey: PublicKey

  /// Reads one unencrypted private key. The corresponding C function is `PEM_read_bio_PrivateKey`.
  public convenience init(pem: [UInt8]) throws(CryptographyError) {
    let parsed = pem.withUnsafeBytes { buffer -> OpaquePointer? in
      guard let source = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return nil }
      defer { BIO_free(source) }
      // Without this, libcrypto would ask on the terminal for the passphrase of an encrypted key.
      return PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
    }
    guard let parsed else { throw .library("PEM_read_bio_PrivateKey") }
    try self.init(owning: parsed)
  }

  /// Takes the key over, and frees it where it cannot be used.
  init(owning parsed: OpaquePointer) throws(CryptographyError) {
    guard let spki = derBytes({ i2d_PUBKEY(parsed, $0) }) else {
      EVP_PKEY_free(parsed)
      throw .library("i2d_PUBKEY")
    }
    do { publicKey = try PublicKey(spki: spki) } catch {
      EVP_PKEY_free(parsed)
      throw error
    }
    pointer = parsed
  }

  deinit { EVP_PKEY_free(pointer) }

  /// ECDSA signatures come out as DER. The corresponding C function is `EVP_DigestSign`.
  public func sign(_ message: [UInt8], scheme: SignatureScheme) throws(CryptographyError) -> [UInt8] {
    try publicKey.checkUse(scheme)
    guard let context = EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
    defer { EVP_MD_CTX_free(context) }
    var keyContext: OpaquePointer?
    guard EVP_DigestSignInit(context, &keyContext, scheme.hash?.evp.pointer, nil, pointer) == 1 else {
      throw .library("EVP_DigestSignInit")
    }
    if case .rsaPSS(let hash) = scheme {
      guard EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
        EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, Int32(hash.byteCount)) == 1
      else { throw .library("EVP_PKEY_CTX_set_rsa_padding") }
    }
    var length = Int(EVP_PKEY_get_size(pointer))
    var signature = [UInt8](repeating: 0, count: length)
    guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
      throw .library("EVP_DigestSign")
    }
    return Array(signature.prefix(length))
  }
}
