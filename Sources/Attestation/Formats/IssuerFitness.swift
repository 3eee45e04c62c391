internal import X509

extension TolerantCertificate {
  /// Why a certificate may not stand above another one, as RFC 5280 has it; nil where it may. It must say that it is an
  /// authority, by basic constraints or key usage, and contradict it by neither: OpenSSL asks for the same.
  var reasonAgainstIssuing: String? {
    do {
      let constraints = try value(of: BasicConstraints.oid)
      let usage = try value(of: KeyUsage.oid)
      guard constraints != nil || usage != nil else { return "nothing says that it is an authority" }
      if let constraints, try !BasicConstraints(extensionValue: constraints).isCA { return "is no authority" }
      if let usage, try !KeyUsage(extensionValue: usage).contains(.keyCertSign) { return "may not sign certificates" }
      return nil
    } catch { return "\(error)" }
  }
}
