internal import COpenSSL
public import Evidence

extension PublicKey {
  /// True where the signature over the message is this key's. Anything wrong with the signature itself gives false.
  ///
  /// A digest in place of the message, with exactly the salt that its form names, is taken too.
  ///
  /// Throws `schemeDoesNotFitKey`, or `unsafeKey` where the key's signatures would prove nothing: RSA below 2048 bits or
  /// with an even exponent or 1. The corresponding C function is `EVP_DigestVerify`.
  public func verify(
    signature: [UInt8], over message: [UInt8], scheme: SignatureScheme, form: MessageForm = .whole
  ) throws(CryptographyError) -> Bool {
    try checkUse(scheme)
    if case .digest(let salt) = form {
      if let problem = form.problem(message: message, scheme: scheme, key: facts) { throw .unusableForm(problem) }
      return try verify(signature, overDigest: message, scheme: scheme, salt: salt)
    }
    guard let context = EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    var keyContext: OpaquePointer?
    guard EVP_DigestVerifyInit(context, &keyContext, scheme.hash?.evp.pointer, nil, handle.pointer) == 1 else {
      throw .library("EVP_DigestVerifyInit")
    }
    if case .rsaPSS(let hash) = scheme {
      guard EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
        EVP_PKEY_CTX_set_rsa_mgf1_md(keyContext, hash.evp.pointer) == 1,
        EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, Int32(hash.byteCount)) == 1
      else { throw .library("EVP_PKEY_CTX_set_rsa_padding") }
    }
    // 0 is a mismatch, below 0 a signature that is malformed; either way it is not this key's.
    return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  /// The corresponding C function is `EVP_PKEY_verify`.
  private func verify(
    _ signature: [UInt8], overDigest digest: [UInt8], scheme: SignatureScheme, salt: Int?
  ) throws(CryptographyError) -> Bool {
    guard let hash = scheme.hash, let context = EVP_PKEY_CTX_new_from_pkey(nil, handle.pointer, nil) else {
      throw .library("EVP_PKEY_CTX_new_from_pkey")
    }
    defer {
      EVP_PKEY_CTX_free(context)
      ERR_clear_error()
    }
    guard EVP_PKEY_verify_init(context) == 1 else { throw .library("EVP_PKEY_verify_init") }
    let padding: Int32? =
      switch scheme {
      case .rsaPKCS1: RSA_PKCS1_PADDING
      case .rsaPSS: RSA_PKCS1_PSS_PADDING
      case .ecdsa, .ed25519, .ed448: nil
      }
    if let padding {
      guard EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1 else { throw .library("EVP_PKEY_CTX_set_rsa_padding") }
    }
    guard EVP_PKEY_CTX_set_signature_md(context, hash.evp.pointer) == 1 else {
      throw .library("EVP_PKEY_CTX_set_signature_md")
    }
    if padding == RSA_PKCS1_PSS_PADDING {
      guard EVP_PKEY_CTX_set_rsa_mgf1_md(context, hash.evp.pointer) == 1,
        EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(clamping: salt ?? hash.byteCount)) == 1
      else { throw .library("EVP_PKEY_CTX_set_rsa_pss_saltlen") }
    }
    return EVP_PKEY_verify(context, signature, signature.count, digest, digest.count) == 1
  }

  func checkUse(_ scheme: SignatureScheme) throws(CryptographyError) {
    switch (scheme, facts.kind) {
    case (.rsaPKCS1, .rsa(_, let exponent)), (.rsaPSS, .rsa(_, let exponent)):
      guard facts.bits >= 2048 else { throw .unsafeKey("RSA of \(facts.bits) bits; at least 2048 are required") }
      guard exponent.last.map({ $0 & 1 }) == 1, exponent != [1] else {
        throw .unsafeKey("an RSA exponent that is even or 1")
      }
      guard facts.allows(scheme) else { throw .schemeDoesNotFitKey(scheme) }
      // FIPS 186-5, A.1.1; and libcrypto takes no exponent over 64 bits where the modulus is over 3072.
      let longest = facts.bits > 3072 ? 64 : 256
      guard exponent.count * 8 <= longest else { throw .unsafeKey("an RSA exponent over \(longest) bits") }
    case (.ecdsa, .ec), (.ed25519, .ed25519), (.ed448, .ed448): break
    default: throw .schemeDoesNotFitKey(scheme)
    }
  }
}
