internal import Evidence
internal import X509

/// A key on a curve signs with the hash of its size: with another one programs for websites refuse the signature, and with
/// a smaller one the key's strength is wasted.
struct DigestFitsIssuerCurve: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.issuer.digest_unfit", source: .house("CA profile; CA/B TLS BR 7.1.3.2.2"),
    scope: .cas.union(.statusSigners))

  func applies(to ca: PlannedCA) -> Bool { Self.hashes(ca) != nil }

  func check(_ ca: PlannedCA) -> [Violation] {
    let (fit, found) = (Self.hashes(ca) ?? [], ca.content.scheme?.hash)
    return .unless(
      found.map { fit.contains($0) } ?? false, "signature",
      found: found?.rawValue ?? "\(ca.content.tbs.signature.algorithm)",
      required:
        "\(fit.map(\.rawValue).joined(separator: " or ")), as the CA's key is on \(ca.chain.issuer.publicKey.kind.label)"
    )
  }

  private static func hashes(_ ca: PlannedCA) -> [HashAlgorithm]? {
    switch ca.chain.issuer.publicKey.kind {
    case .ec(.p256), .ec(.brainpoolP256r1): [.sha256, .sha3_256]
    case .ec(.p384), .ec(.brainpoolP384r1): [.sha384, .sha3_384]
    case .ec(.p521), .ec(.brainpoolP512r1): [.sha512, .sha3_512]
    default: nil
    }
  }
}
