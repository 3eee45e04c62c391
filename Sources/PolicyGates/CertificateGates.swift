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
        ReadingIsWhatIsSigned(), EventIsSupported(), RequestHasNoUnjudgedMembers(),
        SerialIsReserved(), SerialIsReservedForThisRequest(), CSRSignatureVerifies(), CSRKeyIsCertified(),
      ]),
    Gate("Profile", of: { $0.content }, [PolicyIsSupported()]),
    Gate("Origin", of: { $0.origin }, OriginRules.device),
  ]
}

/// The rules on where a key was born.
enum OriginRules {
  /// What is asked of every key that must have been born in a device.
  static let key: [any Rule<KeyOrigin>] = [
    KeyOriginIsAttested(), AttestedKeyIsCertified(), KeyWasGeneratedInside(), KeyIsSensitive(), KeyWasAlwaysSensitive(),
    KeyIsNotExtractable(), KeyWasNeverExtractable(), KeyGenerationMechanismMakesKeyPairs(),
  ]

  /// What is asked of a QSCD's key besides.
  static let device: [any Rule<KeyOrigin>] =
    key + [
      EvidenceClassSuffices(), DeviceIsRegistered(), DeviceIsTheRegisteredOne(), DeviceIsCertified(),
      DeviceCertificationIsInForce(), DemoDeviceOnlyInDemo(),
    ]
}
