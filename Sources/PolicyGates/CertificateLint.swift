internal import DER
public import Evidence
public import X509

/// The gates that need nothing but certificates, for reports on files. No permit comes out of here.
public enum CertificateLint {
  /// The policies of EN 319 411-1 and -2 that a certificate names, in its order.
  public static func policies(namedBy tbs: TBSCertificate) -> [CertificatePolicy] {
    let named = tbs.extensionValue(CertificatePolicies.self).value?.identifiers.map(\.description) ?? []
    return named.compactMap { oid in CertificatePolicy.allCases.first { $0.dottedOID == oid } }
  }

  /// The verdict of the Profile gate, and of the Issuer gate where there is an issuer.
  public static func evaluate(
    _ content: CertificateContent, issuer: IssuerFacts?, houseRules: HouseRules
  ) -> Evaluation {
    let profile = PolicyGates.evaluate(
      content, gates: [Gate("Profile", ProfileRules.all)], at: content.issuedAt, houseRules: houseRules)
    guard let issuer else { return profile }
    let chain = CertificateChain(content: content, issuer: issuer, signingKey: nil)
    let above = PolicyGates.evaluate(
      chain, gates: [Gate("Issuer", IssuerRules.all)], at: content.issuedAt, houseRules: houseRules)
    return Evaluation(gates: profile.gates + above.gates, findings: profile.findings + above.findings)
  }

  /// The gates of an issuance that an evaluation does not cover: they need evidence that is in no certificate.
  public static func notEvaluated(by evaluation: Evaluation) -> [String] {
    CertificateEvidence.gates.map(\.name).filter { !evaluation.gates.contains($0) }
  }

  /// The verdict on a certificate that names no policy, so that no profile can be held against it.
  public static let withoutPolicy = Evaluation(
    gates: [],
    findings: [
      Finding(
        PolicyIsNamed.metadata,
        Violation(
          field: "extensions.certificatePolicies", found: "no policy of EN 319 411-1 or -2",
          required: "one, or a policy to judge by"))
    ])
}
