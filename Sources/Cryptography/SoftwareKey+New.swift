internal import COpenSSL
public import Evidence

extension SoftwareKey {
  /// A private key file (PKCS#8, in the clear) with a new key on a curve: for demonstrations and tests.
  /// The corresponding C function is `EVP_PKEY_generate`.
  public static func newPEM(on curve: EllipticCurve) throws(CryptographyError) -> [UInt8] {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw .library("EVP_PKEY_CTX_new_from_name") }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, curve.rawValue) == 1,
      EVP_PKEY_generate(context, &key) == 1, let key
    else { throw .library("EVP_PKEY_generate") }
    defer { EVP_PKEY_free(key) }
    guard let sink = BIO_new(BIO_s_mem()) else { throw .library("BIO_new") }
    defer { BIO_free(sink) }
    guard PEM_write_bio_PKCS8PrivateKey(sink, key, nil, nil, 0, nil, nil) == 1 else {
      throw .library("PEM_write_bio_PKCS8PrivateKey")
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = BIO_read(sink, &bytes, Int32(bytes.count))
    guard count > 0 else { throw .library("BIO_read") }
    return Array(bytes.prefix(Int(count)))
  }
}
