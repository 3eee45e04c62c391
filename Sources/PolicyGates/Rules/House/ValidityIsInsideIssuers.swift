internal import X509

/// The standard wants status to stay verifiable if a certificate outlives its CA's (GEN-6.3.3-06); we do not let it.
struct ValidityIsInsideIssuers: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.validity.exceeds_issuers", source: .en319411part1("GEN-6.3.3-05", house: true), duties: [.i4])

  func check(_ chain: CertificateChain) -> [Violation] {
    let (inner, outer) = (chain.content.tbs.validity, chain.issuer.certificate.validity)
    return .unless(
      outer.notBefore.secondsSinceEpoch <= inner.notBefore.secondsSinceEpoch
        && inner.notAfter.secondsSinceEpoch <= outer.notAfter.secondsSinceEpoch,
      "validity", found: "\(inner.notBefore) to \(inner.notAfter)",
      required: "within the CA's, \(outer.notBefore) to \(outer.notAfter)")
  }
}
