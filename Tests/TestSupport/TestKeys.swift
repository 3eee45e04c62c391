internal import COpenSSL
public import Cryptography
public import Evidence
public import X509

/// A software key pair for minting test certificates and requests. Never for a product: those keys live on tokens.
public final class TestKey: @unchecked Sendable {
  // Immutable after init; libcrypto lets threads sign with one EVP_PKEY, each with a context of its own.
  private let key: OpaquePointer

  public struct Failure: Error { let function: String }

  /// `TestKey(rsaBits: 3072)`; takes some tenths of a second, so prefer `TestKeys`.
  public convenience init(rsaBits: Int) throws {
    try self.init(type: "RSA") { EVP_PKEY_CTX_set_rsa_keygen_bits($0, Int32(rsaBits)) == 1 }
  }

  /// A key on a curve by OpenSSL's name, such as `P-256` or `secp256k1`.
  public convenience init(curveNamed name: String) throws {
    try self.init(type: "EC") { EVP_PKEY_CTX_set_group_name($0, name) == 1 }
  }

  public convenience init(curve: EllipticCurve) throws { try self.init(curveNamed: curve.rawValue) }

  public static func ed25519() throws -> TestKey { try TestKey(type: "ED25519") { _ in true } }

  public static func ed448() throws -> TestKey { try TestKey(type: "ED448") { _ in true } }

  /// The public half of a private key, PKCS#8 or as older formats have it.
  public static func publicKeyInfo(ofPrivate der: [UInt8]) throws -> SubjectPublicKeyInfo {
    let key = der.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_AutoPrivateKey(nil, &cursor, buffer.count)
    }
    guard let key else { throw Failure(function: "d2i_AutoPrivateKey") }
    return try SubjectPublicKeyInfo(der: try TestKey(owning: key).spki)
  }

  private init(owning key: OpaquePointer) { self.key = key }

  private init(type: String, configure: (OpaquePointer) -> Bool) throws {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, type, nil) else { throw Failure(function: "EVP_PKEY_CTX_new") }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, configure(context), EVP_PKEY_generate(context, &key) == 1, let key else {
      throw Failure(function: "EVP_PKEY_generate")
    }
    self.key = key
  }

  deinit { EVP_PKEY_free(key) }

  /// The SubjectPublicKeyInfo, DER.
  public var spki: [UInt8] {
    get throws {
      var output: UnsafeMutablePointer<UInt8>?
      let count = i2d_PUBKEY(key, &output)
      guard count > 0 else { throw Failure(function: "i2d_PUBKEY") }
      defer { CRYPTO_free(output, #file, #line) }
      return Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }
  }

  public var publicKey: PublicKey { get throws { try PublicKey(spki: try spki) } }

  /// ECDSA signatures come out as DER. `saltLength` is for PSS signatures that a verifier must refuse.
  public func sign(
    _ message: [UInt8], scheme: SignatureScheme, form: MessageForm = .whole, saltLength: Int? = nil
  ) throws -> [UInt8] {
    if case .digest(let salt) = form { return try sign(digest: message, scheme: scheme, saltLength: salt) }
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    let digestName = scheme.hash?.rawValue.replacing(/^sha-/, with: "sha2-")
    var keyContext: OpaquePointer?
    guard EVP_DigestSignInit_ex(context, &keyContext, digestName, nil, nil, key, nil) == 1 else {
      throw Failure(function: "EVP_DigestSignInit_ex")
    }
    if case .rsaPSS(let hash) = scheme {
      guard EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
        EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, Int32(saltLength ?? hash.byteCount)) == 1
      else { throw Failure(function: "EVP_PKEY_CTX_set_rsa_padding") }
    }
    var length = Int(EVP_PKEY_get_size(key))
    var signature = [UInt8](repeating: 0, count: length)
    guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
      throw Failure(function: "EVP_DigestSign")
    }
    return Array(signature.prefix(length))
  }

  private func sign(digest: [UInt8], scheme: SignatureScheme, saltLength: Int?) throws -> [UInt8] {
    guard let hash = scheme.hash, digest.count == hash.byteCount,
      let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil)
    else { throw Failure(function: "EVP_PKEY_CTX_new") }
    defer { EVP_PKEY_CTX_free(context) }
    let name = hash.rawValue.replacing(/^sha-/, with: "sha")
    guard let function = EVP_get_digestbyname(name), EVP_PKEY_sign_init(context) == 1
    else { throw Failure(function: "EVP_PKEY_sign_init") }
    if case .rsaPSS = scheme {
      guard EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1,
        EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(saltLength ?? hash.byteCount)) == 1
      else { throw Failure(function: "EVP_PKEY_CTX_set_rsa_padding") }
    }
    var length = Int(EVP_PKEY_get_size(key))
    var signature = [UInt8](repeating: 0, count: length)
    guard EVP_PKEY_CTX_set_signature_md(context, function) == 1,
      EVP_PKEY_sign(context, &signature, &length, digest, digest.count) == 1
    else { throw Failure(function: "EVP_PKEY_sign") }
    return Array(signature.prefix(length))
  }

  /// RSA's private operation on a block as long as the modulus, without any padding: for signatures that only look right.
  public func applyRSA(to block: [UInt8]) throws -> [UInt8] {
    guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { throw Failure(function: "EVP_PKEY_CTX_new") }
    defer { EVP_PKEY_CTX_free(context) }
    var length = Int(EVP_PKEY_get_size(key))
    var output = [UInt8](repeating: 0, count: length)
    guard EVP_PKEY_sign_init(context) == 1, EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) == 1,
      EVP_PKEY_sign(context, &output, &length, block, block.count) == 1
    else { throw Failure(function: "EVP_PKEY_sign") }
    return Array(output.prefix(length))
  }

  /// A private key file: PKCS#8, in the clear.
  public var pem: [UInt8] {
    get throws {
      guard let sink = BIO_new(BIO_s_mem()) else { throw Failure(function: "BIO_new") }
      defer { BIO_free(sink) }
      guard PEM_write_bio_PKCS8PrivateKey(sink, key, nil, nil, 0, nil, nil) == 1 else {
        throw Failure(function: "PEM_write_bio_PKCS8PrivateKey")
      }
      return try TestKey.bytes(sink)
    }
  }

  /// A CMS SignedData by this key, DER. `attached` puts the content into it.
  public func cms(
    over content: [UInt8], certificate: [UInt8], withCertificate: Bool = true, attached: Bool = false,
    digest: String = "SHA256"
  ) throws -> [UInt8] {
    let parsed = certificate.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_X509(nil, &cursor, buffer.count)
    }
    guard let parsed else { throw Failure(function: "d2i_X509") }
    defer { X509_free(parsed) }
    let flags = UInt32(CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL | (attached ? 0 : CMS_DETACHED))
    let more = UInt32(withCertificate ? 0 : CMS_NOCERTS)
    guard let source = BIO_new_mem_buf(content, Int32(content.count)) else { throw Failure(function: "BIO_new") }
    defer { BIO_free(source) }
    guard let message = CMS_sign(nil, nil, nil, source, flags), let sink = BIO_new(BIO_s_mem()) else {
      throw Failure(function: "CMS_sign")
    }
    defer {
      CMS_ContentInfo_free(message)
      BIO_free(sink)
    }
    guard CMS_add1_signer(message, parsed, key, EVP_get_digestbyname(digest), flags | more) != nil,
      CMS_final(message, source, nil, flags) == 1, i2d_CMS_bio(sink, message) == 1
    else { throw Failure(function: "CMS_final") }
    return try TestKey.bytes(sink)
  }

  private static func bytes(_ sink: OpaquePointer) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = BIO_read(sink, &bytes, Int32(bytes.count))
    guard count > 0 else { throw Failure(function: "BIO_read") }
    return Array(bytes.prefix(Int(count)))
  }
}

/// Keys that a test process makes once, by what they are.
public enum TestKeys {
  public static let rsa2048 = Result { try TestKey(rsaBits: 2048) }
  public static let rsa3072 = Result { try TestKey(rsaBits: 3072) }
  public static let p256 = Result { try TestKey(curve: .p256) }
  public static let p384 = Result { try TestKey(curve: .p384) }
  public static let ed25519 = Result { try TestKey.ed25519() }
}
