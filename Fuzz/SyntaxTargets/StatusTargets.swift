internal import DER
internal import FuzzSupport
internal import X509

extension Syntax {
  /// A list of revoked certificates, with every extension of its own and of its entries.
  static let certificateList = FuzzTarget("crl") { input throws(BrokenPromise) in
    guard let list = try? CertificateList(der: input) else { return false }
    try kept(list, list.derBytes, input)
    let tbs = list.tbsCertList
    try promise(tbs.derEncoded == tbs.derBytes, "the TBSCertList is written with other bytes")
    try written(tbs.extensionValue(CRLNumber.self), tbs.extensions)
    try written(tbs.extensionValue(IssuingDistributionPoint.self), tbs.extensions)
    try written(tbs.extensionValue(ExpiredCertificatesOnCRL.self), tbs.extensions)
    for entry in tbs.revokedCertificates {
      try written(entry.reason, entry.extensions)
      try written(entry.invalidityDate, entry.extensions)
    }
    return true
  }

  /// An answer about certificates.
  static let ocspResponse = FuzzTarget("ocsp") { input throws(BrokenPromise) in
    guard let response = try? OCSPResponse(der: input) else { return false }
    try promise(response.derEncoded == input, "the OCSPResponse is written with other bytes")
    guard case .successful(let basic) = response else { return true }
    try promise(basic.data.derEncoded == basic.data.derBytes, "the ResponseData is written with other bytes")
    try written(basic.data.extensions.extensionValue(OCSPNonce.self), basic.data.extensions)
    for single in basic.data.responses {
      try written(single.extensions.extensionValue(OCSPArchiveCutoff.self), single.extensions)
    }
    return true
  }

  private static func written<Value: CertificateExtension>(
    _ value: ExtensionValue<Value>, _ extensions: [Extension]
  ) throws(BrokenPromise) {
    guard let value = value.value else { return }
    let bytes = extensions.first { $0.oid == Value.oid }?.value
    try promise(value.encoded() == bytes, "\(Value.self) is written with other bytes")
  }
}
