internal import X509

/// Lists in another name are indirect, which few verifiers take: whoever signs lists for a CA does so in its name.
struct CRLSignerNamesItsCA: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.crl_signer_profile.subject", source: .house("status signers; RFC 5280 5.2.5, 6.3.3"),
    scope: .crlSigner)

  func check(_ ca: PlannedCA) -> [Violation] {
    let issuer = ca.chain.issuer.certificate.subject
    return .unless(
      ca.content.tbs.subject.derBytes == issuer.derBytes, "subject", found: "\(ca.content.tbs.subject)",
      required: "the CA's, \(issuer), byte for byte")
  }
}
