internal import DER
internal import FuzzSupport
internal import X509

extension Syntax {
  /// A certificate, or a TBSCertificate where it is none: both keep their bytes, and so does every extension.
  static let certificate = FuzzTarget("certificate") { input throws(BrokenPromise) in
    let certificate: Certificate
    do throws(X509Error) { certificate = try Certificate(der: input) } catch {
      _ = error.description
      return try tbs(input)
    }
    try kept(certificate, certificate.derBytes, input)
    try look(certificate.tbsCertificate)
    return true
  }

  /// A request, with the extensions that it asks for.
  static let request = FuzzTarget("request") { input throws(BrokenPromise) in
    guard let request = try? CertificationRequest(der: input) else { return false }
    try kept(request, request.derBytes, input)
    _ = request.subject.description
    _ = try? request.subjectPublicKeyInfo.rsaPublicKey()
    for item in (try? request.requestedExtensions()) ?? [] { try ExtensionTypes.check(item) }
    return true
  }

  private static func tbs(_ input: [UInt8]) throws(BrokenPromise) -> Bool {
    guard let tbs = try? TBSCertificate(der: input) else { return false }
    try kept(tbs, tbs.derBytes, input)
    try look(tbs)
    return true
  }

  private static func look(_ tbs: TBSCertificate) throws(BrokenPromise) {
    try promise(tbs.derEncoded == tbs.derBytes, "the TBSCertificate is written with other bytes")
    for name in [tbs.issuer, tbs.subject] {
      _ = name.description
      try promise(Name(rdns: name.rdns).derBytes == name.derBytes, "a name is written with other bytes")
    }
    for time in [tbs.validity.notBefore, tbs.validity.notAfter] {
      _ = time.description
      _ = time.isEncodedAsRFC5280Requires
      let again = Time(secondsSinceEpoch: time.secondsSinceEpoch, encoding: time.encoding)
      try promise(again == time, "a time cannot be made from its seconds")
    }
    _ = tbs.serialNumber.description
    _ = tbs.signature.namedCurve
    if let parameters = try? tbs.signature.rsassaPSSParameters() {
      try promise(parameters.derEncoded == tbs.signature.parameters, "RSASSA-PSS parameters are written otherwise")
    }
    _ = try? tbs.subjectPublicKeyInfo.rsaPublicKey()
    _ = tbs.extensions.repeatedOIDs
    for item in tbs.extensions { try ExtensionTypes.check(item) }
  }

  static func kept(
    _ value: some DERCodable, _ bytes: [UInt8], _ input: [UInt8]
  ) throws(BrokenPromise) {
    try promise(bytes == input, "\(type(of: value)) does not keep the bytes it was read from")
    try promise(value.derEncoded == input, "\(type(of: value)) is written with other bytes")
  }
}
