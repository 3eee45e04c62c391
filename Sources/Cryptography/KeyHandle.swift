internal import COpenSSL
internal import Evidence

/// Owns one `EVP_PKEY` that holds a public key.
final class KeyHandle: @unchecked Sendable {
  // Never changed after init. libcrypto lets threads verify with one EVP_PKEY at the same time, each with a context of
  // its own, and counts references atomically (openssl-threads(7)).
  let pointer: OpaquePointer

  private init(owning pointer: OpaquePointer) { self.pointer = pointer }

  deinit { EVP_PKEY_free(pointer) }

  /// The corresponding C function is `EVP_PKEY_fromdata`. The numbers are big-endian.
  convenience init(rsaModulus modulus: [UInt8], exponent: [UInt8]) throws(CryptographyError) {
    guard let n = BN_bin2bn(modulus, Int32(clamping: modulus.count), nil) else { throw .library("BN_bin2bn") }
    defer { BN_free(n) }
    guard let e = BN_bin2bn(exponent, Int32(clamping: exponent.count), nil) else { throw .library("BN_bin2bn") }
    defer { BN_free(e) }
    guard let builder = OSSL_PARAM_BLD_new() else { throw .library("OSSL_PARAM_BLD_new") }
    defer { OSSL_PARAM_BLD_free(builder) }
    guard OSSL_PARAM_BLD_push_BN(builder, sealgate_PARAM_RSA_N, n) == 1,
      OSSL_PARAM_BLD_push_BN(builder, sealgate_PARAM_RSA_E, e) == 1
    else { throw .library("OSSL_PARAM_BLD_push_BN") }
    self.init(owning: try KeyHandle.build("RSA", OSSL_PARAM_BLD_to_param(builder)))
  }

  /// Throws where the point is not on the curve. The corresponding C function is `EVP_PKEY_fromdata`.
  convenience init(curve: EllipticCurve, uncompressedPoint point: [UInt8]) throws(CryptographyError) {
    if let parameters = CurveParameters(curve) {
      try self.init(parameters, uncompressedPoint: point)
      return
    }
    guard let builder = OSSL_PARAM_BLD_new() else { throw .library("OSSL_PARAM_BLD_new") }
    defer { OSSL_PARAM_BLD_free(builder) }
    // The builder keeps pointers to the values until OSSL_PARAM_BLD_to_param copies them.
    let parameters = curve.rawValue.withCString { name in
      point.withUnsafeBytes { point in
        OSSL_PARAM_BLD_push_utf8_string(builder, sealgate_PARAM_GROUP_NAME, name, 0) == 1
          && OSSL_PARAM_BLD_push_octet_string(builder, sealgate_PARAM_PUB_KEY, point.baseAddress, point.count) == 1
          ? OSSL_PARAM_BLD_to_param(builder) : nil
      }
    }
    self.init(owning: try KeyHandle.build("EC", parameters))
  }

  /// A point of a curve that libcrypto does not know by name.
  private convenience init(
    _ curve: CurveParameters, uncompressedPoint point: [UInt8]
  ) throws(CryptographyError) {
    guard let builder = OSSL_PARAM_BLD_new() else { throw .library("OSSL_PARAM_BLD_new") }
    defer { OSSL_PARAM_BLD_free(builder) }
    let numbers = [
      (sealgate_PARAM_P, try BigNumber(curve.prime)), (sealgate_PARAM_A, try BigNumber(curve.a)),
      (sealgate_PARAM_B, try BigNumber(curve.b)), (sealgate_PARAM_ORDER, try BigNumber(curve.order)),
      (sealgate_PARAM_COFACTOR, try BigNumber(1)),
    ]
    // The builder keeps pointers to the values until OSSL_PARAM_BLD_to_param copies them.
    let parameters = withExtendedLifetime(numbers) {
      "prime-field".withCString { field in
        point.withUnsafeBytes { point in
          curve.generator.withUnsafeBytes { generator in
            let values = [(sealgate_PARAM_GENERATOR, generator), (sealgate_PARAM_PUB_KEY, point)]
            let isBuilt =
              OSSL_PARAM_BLD_push_utf8_string(builder, sealgate_PARAM_FIELD_TYPE, field, 0) == 1
              && numbers.allSatisfy { OSSL_PARAM_BLD_push_BN(builder, $0.0, $0.1.pointer) == 1 }
              && values.allSatisfy {
                OSSL_PARAM_BLD_push_octet_string(builder, $0.0, $0.1.baseAddress, $0.1.count) == 1
              }
            return isBuilt ? OSSL_PARAM_BLD_to_param(builder) : nil
          }
        }
      }
    }
    self.init(owning: try KeyHandle.build("EC", parameters))
  }

  convenience init(ed25519 key: [UInt8]) throws(CryptographyError) {
    self.init(owning: try KeyHandle.edwards(EVP_PKEY_ED25519, key))
  }

  convenience init(ed448 key: [UInt8]) throws(CryptographyError) {
    self.init(owning: try KeyHandle.edwards(EVP_PKEY_ED448, key))
  }

  /// The corresponding C function is `EVP_PKEY_new_raw_public_key`.
  private static func edwards(_ type: Int32, _ key: [UInt8]) throws(CryptographyError) -> OpaquePointer {
    guard let pointer = EVP_PKEY_new_raw_public_key(type, nil, key, key.count) else {
      throw .library("EVP_PKEY_new_raw_public_key")
    }
    return pointer
  }

  private static func build(
    _ type: String, _ parameters: UnsafeMutablePointer<OSSL_PARAM>?
  ) throws(CryptographyError) -> OpaquePointer {
    guard let parameters else { throw .library("OSSL_PARAM_BLD_to_param") }
    defer { OSSL_PARAM_free(parameters) }
    guard let context = EVP_PKEY_CTX_new_from_name(nil, type, nil) else { throw .library("EVP_PKEY_CTX_new_from_name") }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_fromdata_init(context) == 1,
      EVP_PKEY_fromdata(context, &key, sealgate_EVP_PKEY_PUBLIC_KEY, parameters) == 1, let key
    else { throw .library("EVP_PKEY_fromdata") }
    return key
  }
}

/// What an `i2d` function of libcrypto writes, or nil where it fails.
func derBytes(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int32) -> [UInt8]? {
  var output: UnsafeMutablePointer<UInt8>?
  let count = encode(&output)
  defer { CRYPTO_free(output, #file, #line) }
  return count > 0 ? Array(UnsafeBufferPointer(start: output, count: Int(count))) : nil
}
