internal import COpenSSL
public import Evidence

/// What it takes to encrypt something for one object of a TPM: authentication, key derivation, encryption.
public enum CredentialProtection {
  /// HMAC (FIPS 198-1). The corresponding C function is `EVP_Q_mac`.
  public static func hmac(
    _ message: [UInt8], key: [UInt8], _ hash: HashAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: hash.byteCount)
    var length = 0
    let name = hash.rawValue.replacing("sha-", with: "sha2-")
    guard
      EVP_Q_mac(
        nil, "HMAC", nil, name, nil, key, key.count, message, message.count, &output, output.count, &length) != nil,
      length == output.count
    else { throw .library("EVP_Q_mac") }
    return output
  }

  /// KDFa (TPM 2.0 Library, Part 1, 11.4.10.2): SP 800-108 in counter mode over HMAC.
  ///
  /// - Parameter byteCount: at most 255 blocks of the hash.
  public static func derive(
    _ key: [UInt8], label: String, contextU: [UInt8], contextV: [UInt8], byteCount: Int, _ hash: HashAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    precondition((1...255 * hash.byteCount).contains(byteCount), "a wanted length is the program's, not an outsider's")
    var output: [UInt8] = []
    var counter: UInt32 = 1
    while output.count < byteCount {
      let message =
        bigEndian(counter) + Array(label.utf8) + [0] + contextU + contextV + bigEndian(UInt32(byteCount) * 8)
      output += try hmac(message, key: key, hash)
      counter += 1
    }
    return Array(output.prefix(byteCount))
  }

  /// AES-128 in CFB mode from an initial vector of zeros, as TPMs wrap. The corresponding C function is `EVP_EncryptUpdate`.
  ///
  /// - Parameter key: 16 bytes, never used twice.
  public static func encryptAES128CFB(_ plain: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
    precondition(key.count == 16, "a key of AES-128 has 16 bytes")
    guard let context = EVP_CIPHER_CTX_new() else { throw .library("EVP_CIPHER_CTX_new") }
    defer { EVP_CIPHER_CTX_free(context) }
    let vector = [UInt8](repeating: 0, count: 16)
    var output = [UInt8](repeating: 0, count: plain.count)
    var length: Int32 = 0
    guard EVP_EncryptInit_ex2(context, EVP_aes_128_cfb128(), key, vector, nil) == 1,
      EVP_EncryptUpdate(context, &output, &length, plain, Int32(clamping: plain.count)) == 1,
      Int(length) == plain.count
    else { throw .library("EVP_EncryptUpdate") }
    return output
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

extension PublicKey {
  /// RSAES-OAEP (RFC 8017, 7.1) with MGF1 over the same hash. The corresponding C function is `EVP_PKEY_encrypt`.
  ///
  /// - Parameter label: the bytes of the label; a TPM's end with a zero.
  public func encryptOAEP(
    _ message: [UInt8], label: [UInt8], _ hash: HashAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    guard case .rsa = facts.kind, facts.bits >= 2048 else { throw .unsafeKey("RSA of at least 2048 bits is required") }
    guard let context = EVP_PKEY_CTX_new_from_pkey(nil, handle.pointer, nil) else {
      throw .library("EVP_PKEY_CTX_new_from_pkey")
    }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_encrypt_init(context) == 1,
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
      EVP_PKEY_CTX_set_rsa_oaep_md(context, hash.evp.pointer) == 1,
      EVP_PKEY_CTX_set_rsa_mgf1_md(context, hash.evp.pointer) == 1, PublicKey.setLabel(label, context)
    else { throw .library("EVP_PKEY_CTX_set_rsa_padding") }
    var length = (facts.bits + 7) / 8
    var output = [UInt8](repeating: 0, count: length)
    guard EVP_PKEY_encrypt(context, &output, &length, message, message.count) == 1 else {
      throw .library("EVP_PKEY_encrypt")
    }
    return Array(output.prefix(length))
  }

  /// The context takes the copy over.
  private static func setLabel(_ label: [UInt8], _ context: OpaquePointer) -> Bool {
    guard let copy = label.withUnsafeBytes({ CRYPTO_memdup($0.baseAddress, $0.count, #file, #line) }) else {
      return label.isEmpty
    }
    guard EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, Int32(clamping: label.count)) == 1 else {
      CRYPTO_free(copy, #file, #line)
      return false
    }
    return true
  }
}
