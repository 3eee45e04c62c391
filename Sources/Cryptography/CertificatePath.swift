internal import COpenSSL
public import Evidence
public import X509

/// A chain from a certificate to an anchor that libcrypto has checked (RFC 5280, 6.1). Revocation is not part of it.
public struct CertificatePath: Sendable, Hashable {
  /// The leaf first, the anchor last.
  public let certificates: [Certificate]

  /// More intermediates than any hierarchy has; path building tries them in every order.
  public static let mostIntermediates = 16
  /// Certificates between the leaf and the anchor.
  public static let mostDepth: Int32 = 8

  /// Finds and checks a path at a given time. `intermediates` may come from an outsider.
  ///
  /// An anchor need not be self-signed: what the operator pins is trusted (RFC 5280, 6.1.1 (d)).
  /// Strict checks of RFC 5280 are on; the contents of extensions are left to the gates. Refused are also malformed
  /// keys, and keys and hashes below 112 bits of strength.
  /// The corresponding C function is `X509_verify_cert`.
  public static func build(
    leaf: Certificate, intermediates: [Certificate], anchors: [Certificate], at time: Instant
  ) throws(CryptographyError) -> CertificatePath {
    guard intermediates.count <= mostIntermediates else {
      throw .noPath(depth: 0, reason: "\(intermediates.count) intermediates, at most \(mostIntermediates) are taken")
    }
    let target = try CertificateHandle(leaf)
    let untrusted = try CertificateStack(intermediates)
    guard let store = X509_STORE_new() else { throw .library("X509_STORE_new") }
    defer { X509_STORE_free(store) }
    for anchor in anchors {
      let handle = try CertificateHandle(anchor)
      let added = withExtendedLifetime(handle) { X509_STORE_add_cert(store, $0.pointer) }
      guard added == 1 else { throw .library("X509_STORE_add_cert") }
    }
    guard let context = X509_STORE_CTX_new() else { throw .library("X509_STORE_CTX_new") }
    defer {
      X509_STORE_CTX_free(context)
      ERR_clear_error()
      // The context borrows both, which Swift cannot see.
      withExtendedLifetime((target, untrusted)) {}
    }
    guard X509_STORE_CTX_init(context, store, target.pointer, untrusted.pointer) == 1,
      let parameters = X509_STORE_CTX_get0_param(context)
    else { throw .library("X509_STORE_CTX_init") }
    try configure(parameters, time)
    guard X509_verify_cert(context) == 1 else {
      let reason = String(cString: X509_verify_cert_error_string(Int(X509_STORE_CTX_get_error(context))))
      throw .noPath(depth: Int(X509_STORE_CTX_get_error_depth(context)), reason: reason)
    }
    guard let chain = X509_STORE_CTX_get1_chain(context) else { throw .library("X509_STORE_CTX_get1_chain") }
    let bytes = try CertificateStack(owning: chain).der()
    let given = [leaf] + intermediates + anchors
    let certificates = bytes.compactMap { der in given.first { $0.derBytes == der } }
    guard certificates.count == bytes.count else {
      throw .library(function: "X509_verify_cert", reason: "its chain has a certificate that it was not given")
    }
    // libcrypto takes encodings of keys that our own reader refuses; both have to agree.
    for certificate in certificates { _ = try KeyFacts(certificate.tbsCertificate.subjectPublicKeyInfo) }
    return CertificatePath(certificates: certificates)
  }

  private static func configure(_ parameters: OpaquePointer, _ time: Instant) throws(CryptographyError) {
    let flags = X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN
    guard X509_VERIFY_PARAM_set_flags(parameters, UInt(flags)) == 1,
      X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY) == 1
    else { throw .library("X509_VERIFY_PARAM_set_flags") }
    X509_VERIFY_PARAM_set_time(parameters, time_t(time.seconds))
    X509_VERIFY_PARAM_set_auth_level(parameters, 2)
    X509_VERIFY_PARAM_set_depth(parameters, mostDepth)
  }
}

/// Owns one `X509`.
final class CertificateHandle {
  let pointer: OpaquePointer

  /// The corresponding C function is `d2i_X509`.
  init(_ certificate: Certificate) throws(CryptographyError) {
    let parsed = certificate.derBytes.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_X509(nil, &cursor, buffer.count)
    }
    guard let parsed else { throw .library("d2i_X509") }
    pointer = parsed
  }

  deinit { X509_free(pointer) }
}

/// Owns a `STACK_OF(X509)` and what is in it.
final class CertificateStack {
  let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  convenience init(_ certificates: [Certificate]) throws(CryptographyError) {
    guard let stack = sealgate_X509_stack_new() else { throw .library("sk_X509_new_null") }
    self.init(owning: stack)
    for certificate in certificates {
      let handle = try CertificateHandle(certificate)
      let pushed = withExtendedLifetime(handle) { handle in
        // The stack keeps a reference of its own.
        X509_up_ref(handle.pointer) == 1 && sealgate_X509_stack_push(stack, handle.pointer) > 0
      }
      guard pushed else { throw .library("sk_X509_push") }
    }
  }

  deinit { sealgate_X509_stack_free(pointer) }

  func der() throws(CryptographyError) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for index in 0..<sealgate_X509_stack_count(pointer) {
      guard let bytes = derBytes({ i2d_X509(sealgate_X509_stack_get(pointer, index), $0) }) else {
        throw .library("i2d_X509")
      }
      result.append(bytes)
    }
    return result
  }
}
