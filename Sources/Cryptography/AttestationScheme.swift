internal import COpenSSL
public import Evidence

/// How attestation keys sign. Beside what X.509 here takes, there are SHA-1, which old TPMs still use, and PSS with a salt of
/// whatever length, as TPMs make it (TPM 2.0 Library, Part 1, B.7). For evidence only: nothing here signs by these.
public enum AttestationScheme: Sendable, Hashable {
  case modern(SignatureScheme)
  case rsaPSSWithAnySalt(HashAlgorithm)
  /// Proves nothing today: only where the verifier was told to take it.
  case rsaPKCS1WithSHA1
  case ecdsaWithSHA1
}

/// Hashes that nobody may build on any more, for naming and checking what old devices made.
public enum LegacyHash {
  /// 20 bytes. The corresponding C function is `EVP_Digest`.
  public static func sha1(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: 20)
    guard EVP_Digest(bytes, bytes.count, &output, nil, fetchedSHA1.pointer, nil) == 1 else {
      preconditionFailure("libcrypto cannot compute SHA-1: \(CryptographyError.library("EVP_Digest"))")
    }
    return output
  }

  static let fetchedSHA1 = FetchedDigest("SHA1")
}

extension PublicKey {
  /// As `verify(signature:over:scheme:)`, with the same demands on the key.
  public func verify(
    signature: [UInt8], over message: [UInt8], scheme: AttestationScheme
  ) throws(CryptographyError) -> Bool {
    switch scheme {
    case .modern(let scheme): return try verify(signature: signature, over: message, scheme: scheme)
    case .rsaPSSWithAnySalt(let hash):
      try checkUse(.rsaPSS(hash))
      return try verify(signature, over: message, digest: hash.evp, anySalt: true)
    case .rsaPKCS1WithSHA1:
      try checkUse(.rsaPKCS1(.sha256))
      return try verify(signature, over: message, digest: LegacyHash.fetchedSHA1, anySalt: false)
    case .ecdsaWithSHA1:
      try checkUse(.ecdsa(.sha256))
      return try verify(signature, over: message, digest: LegacyHash.fetchedSHA1, anySalt: false)
    }
  }

  /// The corresponding C function is `EVP_DigestVerify`.
  private func verify(
    _ signature: [UInt8], over message: [UInt8], digest: FetchedDigest, anySalt: Bool
  ) throws(CryptographyError) -> Bool {
    guard let context = EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    var keyContext: OpaquePointer?
    guard EVP_DigestVerifyInit(context, &keyContext, digest.pointer, nil, handle.pointer) == 1 else {
      throw .library("EVP_DigestVerifyInit")
    }
    if anySalt {
      guard EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
        EVP_PKEY_CTX_set_rsa_mgf1_md(keyContext, digest.pointer) == 1,
        EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, RSA_PSS_SALTLEN_AUTO) == 1
      else { throw .library("EVP_PKEY_CTX_set_rsa_padding") }
    }
    return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}
