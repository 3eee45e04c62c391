internal import COpenSSL
public import Evidence
internal import Glibc
public import X509

/// A time-stamp token of anybody's authority (RFC 3161), as OpenSSL reads and verifies it.
public struct TimestampVerification: Sendable, Hashable {
  /// When the authority saw the digest.
  public let time: Instant
  /// As the authority counts its tokens; decimal.
  public let serialNumber: String

  /// Verifies that the token is over the digest, and signed by a certificate for time-stamping below an anchor, which was
  /// valid at the token's own time. The corresponding C function is `TS_RESP_verify_token`.
  ///
  /// - Throws: where anything of that is not so.
  public init(token der: [UInt8], over digest: Digest, anchors: [Certificate]) throws(CryptographyError) {
    defer { ERR_clear_error() }
    let parsed = der.withUnsafeBufferPointer { buffer -> UnsafeMutablePointer<PKCS7>? in
      var cursor = buffer.baseAddress
      guard let start = cursor, let token = d2i_PKCS7(nil, &cursor, buffer.count) else { return nil }
      guard cursor == start + buffer.count else {
        PKCS7_free(token)
        return nil
      }
      return token
    }
    guard let token = parsed else { throw .library("d2i_PKCS7") }
    defer { PKCS7_free(token) }
    guard let info = PKCS7_to_TS_TST_INFO(token) else { throw .library("PKCS7_to_TS_TST_INFO") }
    defer { TS_TST_INFO_free(info) }
    guard let seconds = TimestampVerification.seconds(TS_TST_INFO_get_time(info)),
      let number = TS_TST_INFO_get_serial(info)
    else { throw .library("TS_TST_INFO_get_time") }
    time = Instant(seconds: seconds)
    serialNumber = TimestampVerification.decimal(number)
    guard let context = TS_VERIFY_CTX_new() else { throw .library("TS_VERIFY_CTX_new") }
    defer { TS_VERIFY_CTX_free(context) }
    guard let store = X509_STORE_new() else { throw .library("X509_STORE_new") }
    // The context owns the store and the imprint.
    sealgate_TS_VERIFY_CTX_set_store(context, store)
    for anchor in anchors {
      let handle = try CertificateHandle(anchor)
      let added = withExtendedLifetime(handle) { X509_STORE_add_cert(store, $0.pointer) }
      guard added == 1 else { throw .library("X509_STORE_add_cert") }
    }
    guard let parameters = X509_STORE_get0_param(store) else { throw .library("X509_STORE_get0_param") }
    X509_VERIFY_PARAM_set_time(parameters, time_t(seconds))
    X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
    guard let imprint = CRYPTO_memdup(digest.bytes, digest.bytes.count, #file, #line) else {
      throw .library("CRYPTO_memdup")
    }
    sealgate_TS_VERIFY_CTX_set_imprint(context, imprint.assumingMemoryBound(to: UInt8.self), digest.bytes.count)
    TS_VERIFY_CTX_set_flags(context, Int32(TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_SIGNATURE))
    guard TS_RESP_verify_token(context, token) == 1 else { throw .library("TS_RESP_verify_token") }
  }

  private static func seconds(_ time: UnsafePointer<ASN1_GENERALIZEDTIME>?) -> Int64? {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
    return Int64(timegm(&parts))
  }

  private static func decimal(_ number: UnsafePointer<ASN1_INTEGER>) -> String {
    guard let big = ASN1_INTEGER_to_BN(number, nil) else { return "?" }
    defer { BN_free(big) }
    guard let text = BN_bn2dec(big) else { return "?" }
    defer { CRYPTO_free(text, #file, #line) }
    return String(cString: text)
  }
}
