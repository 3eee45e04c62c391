internal import COpenSSL
internal import Evidence

/// The parts of a SubjectPublicKeyInfo, with its parameters checked; RSA numbers are without leading zeros.
struct SPKIParts {
  let kind: KeyKind
  /// The content of the BIT STRING.
  let keyBits: [UInt8]

  /// The corresponding C functions are `d2i_X509_PUBKEY` and `X509_PUBKEY_get0_param`.
  init(_ spki: [UInt8]) throws(CryptographyError) {
    let parsed = spki.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_X509_PUBKEY(nil, &cursor, buffer.count)
    }
    defer { ERR_clear_error() }
    guard let parsed else { throw .malformedKey("not a SubjectPublicKeyInfo") }
    defer { X509_PUBKEY_free(parsed) }
    guard derBytes({ i2d_X509_PUBKEY(parsed, $0) }) == spki else {
      throw .malformedKey("the SubjectPublicKeyInfo is not DER, or something follows it")
    }
    var bits: UnsafePointer<UInt8>?
    var count: Int32 = 0
    var algorithm: UnsafeMutablePointer<X509_ALGOR>?
    X509_PUBKEY_get0_param(nil, &bits, &count, &algorithm, parsed)
    keyBits = Array(UnsafeBufferPointer(start: bits, count: bits == nil ? 0 : Int(count)))

    var oid: OpaquePointer?
    var type: Int32 = 0
    var value: UnsafeRawPointer?
    X509_ALGOR_get0(&oid, &type, &value, algorithm)
    switch SPKIParts.dotted(oid) {
    case "1.2.840.113549.1.1.1":
      guard type == V_ASN1_NULL else { throw .malformedKey("RSA parameters must be NULL (RFC 3279, 2.3.1)") }
      kind = try SPKIParts.rsa(parsed)
    case "1.2.840.10045.2.1":
      guard type == V_ASN1_OBJECT, let value else {
        throw .malformedKey("a curve must be given by name, not by parameters (RFC 5480, 2.1.1)")
      }
      let name = SPKIParts.dotted(OpaquePointer(value))
      kind = EllipticCurve.allCases.first { $0.dottedOID == name }.map(KeyKind.ec) ?? .other(dottedOID: name)
    case "1.3.101.112":
      guard type == V_ASN1_UNDEF else { throw .malformedKey("Ed25519 has no parameters (RFC 8410, 3)") }
      kind = .ed25519
    case let other: kind = .other(dottedOID: other)
    }
  }

  private static func rsa(_ parsed: OpaquePointer) throws(CryptographyError) -> KeyKind {
    guard let key = X509_PUBKEY_get0(parsed) else { throw .malformedKey("not an RSAPublicKey") }
    return .rsa(
      modulus: try number(OSSL_PKEY_PARAM_RSA_N, of: key), exponent: try number(OSSL_PKEY_PARAM_RSA_E, of: key))
  }

  private static func number(_ name: String, of key: OpaquePointer) throws(CryptographyError) -> [UInt8] {
    var number: OpaquePointer?
    guard EVP_PKEY_get_bn_param(key, name, &number) == 1, let number else { throw .library("EVP_PKEY_get_bn_param") }
    defer { BN_free(number) }
    var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
    BN_bn2bin(number, &bytes)
    return bytes
  }

  /// The corresponding C function is `OBJ_obj2txt`.
  private static func dotted(_ oid: OpaquePointer?) -> String {
    // An identifier that does not fit is cut; no known one is that long.
    var text = [CChar](repeating: 0, count: 128)
    guard OBJ_obj2txt(&text, 128, oid, 1) > 0 else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
