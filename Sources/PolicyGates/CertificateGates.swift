/// The gates of one subject certificate. The lists are the law: nothing outside this module can shorten them.
public enum CertificateGates {
  /// A permit to sign the certificate, or every finding that stands against it.
  public static func decide(_ evidence: CertificateEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: CertificateEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }
}

extension CertificateEvidence {
  static let gates: [Gate<CertificateEvidence>] = [
    Gate("Requester", [RequesterMayUseIssuer(), RequesterMayUsePolicy()]),
    Gate(
      "Request",
      [
        ReadingIsWhatIsSigned(), EventIsSupported(), RequestHasNoUnjudgedMembers(), SerialIsReserved(),
        SerialIsReservedForThisRequest(), CSRSignatureVerifies(), CSRKeyIsCertified(),
      ]),
    Gate("Profile", of: { $0.content }, ProfileRules.all),
    Gate("Precertificate", of: { $0.pair }, PairRules.all),
    Gate("Origin", of: { $0.origin }, OriginRules.device),
    Gate("Issuer", of: { $0.chain }, IssuerRules.all),
  ]
}
