internal import COpenSSL
internal import Evidence
public import X509

/// A CMS SignedData (RFC 5652) over content that is kept elsewhere.
public struct DetachedCMS: Sendable {
  private let der: [UInt8]

  public init(der: [UInt8]) { self.der = der }

  /// True where it has one signer, and the signature over the content is that of the key.
  ///
  /// The key is what is trusted: no path is built. The certificate that CMS names the signer by comes with the message or
  /// is the one given, and counts only where it holds the key. Refused are content inside the message, content types
  /// other than data, hashes other than SHA-2, and whatever cannot be read. The corresponding C function is `CMS_verify`.
  public func verifies(over content: [UInt8], by key: PublicKey, certificate: Certificate?) -> Bool {
    defer { ERR_clear_error() }
    guard key.isSafeForMessages, let message = CMSHandle(der), message.isDetachedData,
      let signer = message.onlySigner, CMSHandle.usesSHA2(signer),
      let certificates = message.certificates(of: key, adding: certificate), certificates.names(signer)
    else { return false }
    return certificates.pointers.withExtendedLifetime { stack in
      content.withUnsafeBytes { buffer in
        guard let source = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return false }
        defer { BIO_free(source) }
        // Binary: the content is bytes, not lines. No certificate of the message is looked at but those given.
        let flags = UInt32(CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY)
        return CMS_verify(message.pointer, stack, nil, source, nil, flags) == 1
      }
    }
  }
}

/// Owns one `CMS_ContentInfo`.
private final class CMSHandle {
  let pointer: OpaquePointer

  /// Nil where the bytes are not exactly one. The corresponding C function is `d2i_CMS_ContentInfo`.
  init?(_ der: [UInt8]) {
    let parsed = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var cursor = buffer.baseAddress
      guard let start = cursor, let message = d2i_CMS_ContentInfo(nil, &cursor, buffer.count) else { return nil }
      guard cursor == start + buffer.count else {
        CMS_ContentInfo_free(message)
        return nil
      }
      return message
    }
    guard let parsed else { return nil }
    pointer = parsed
  }

  deinit { CMS_ContentInfo_free(pointer) }

  var isDetachedData: Bool {
    OBJ_obj2nid(CMS_get0_type(pointer)) == NID_pkcs7_signed && CMS_is_detached(pointer) == 1
      && OBJ_obj2nid(CMS_get0_eContentType(pointer)) == NID_pkcs7_data
  }

  var onlySigner: OpaquePointer? {
    sealgate_CMS_signer_count(pointer) == 1 ? sealgate_CMS_signer(pointer, 0) : nil
  }

  static func usesSHA2(_ signer: OpaquePointer) -> Bool {
    var algorithm: UnsafeMutablePointer<X509_ALGOR>?
    CMS_SignerInfo_get0_algs(signer, nil, nil, &algorithm, nil)
    return [NID_sha256, NID_sha384, NID_sha512].contains(OBJ_obj2nid(algorithm?.pointee.algorithm))
  }

  /// The certificates that hold the key, of the message's own and one more.
  func certificates(of key: PublicKey, adding more: Certificate?) -> SignerCertificates? {
    let own = CMS_get1_certs(pointer).map { CertificateStack(owning: $0) }
    let ders = ((try? own?.der()) ?? []) + (more.map { [$0.derBytes] } ?? [])
    let holding = ders.compactMap { try? Certificate(der: $0) }.filter {
      $0.tbsCertificate.subjectPublicKeyInfo.derBytes == key.facts.spki
    }
    return (try? CertificateStack(holding)).map(SignerCertificates.init)
  }
}

/// Certificates of one key.
private struct SignerCertificates {
  let pointers: CertificateStack

  init(_ pointers: CertificateStack) { self.pointers = pointers }

  /// Whether the signer is named by one of them.
  func names(_ signer: OpaquePointer) -> Bool {
    let count = sealgate_X509_stack_count(pointers.pointer)
    return (0..<count).contains {
      CMS_SignerInfo_cert_cmp(signer, sealgate_X509_stack_get(pointers.pointer, $0)) == 0
    }
  }
}

extension CertificateStack {
  fileprivate func withExtendedLifetime<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    Swift.withExtendedLifetime(self) { body(pointer) }
  }
}

extension PublicKey {
  /// Whether its signatures prove anything, whatever the scheme.
  fileprivate var isSafeForMessages: Bool {
    let scheme: SignatureScheme =
      switch facts.kind {
      case .rsa: .rsaPKCS1(.sha256)
      case .ed25519: .ed25519
      case .ed448: .ed448
      case .ec, .postQuantum, .other: .ecdsa(.sha256)
      }
    do { try checkUse(scheme) } catch { return false }
    return true
  }
}
