/// The rules on where a key was born. What a policy asks (`OriginDemand`) says which of them speak.
enum OriginRules {
  /// What is asked of every key that must have been born in a device, a CA's included.
  static let key: [any Rule<KeyOrigin>] = [
    KeyOriginIsAttested(), EvidenceIsAuthentic(), AttestedKeyIsCertified(), KeyWasGeneratedInside(), KeyIsSensitive(),
    KeyWasAlwaysSensitive(), KeyIsNotExtractable(), KeyWasNeverExtractable(), KeyGenerationMechanismMakesKeyPairs(),
    KeyIsForSigning(), KeyUseIsNarrow(), KeyIsNotRestricted(), KeyUseIsAuthenticated(), KeyIsOfNoWeakDevice(),
    LegacyAlgorithmIsAbsent(), CAKeyIsProtectedOutside(),
    EvidenceHasNoWeakness(),
  ]

  /// What is asked besides of a subject's key that must be in a device of the register.
  static let secureDevice: [any Rule<KeyOrigin>] =
    key + [
      EvidenceClassSuffices(), EvidenceIsFresh(), KeyIsNotCloneable(), KeyIsNotRecoverable(),
      KeyUseIsAuthenticatedEachTime(), DeviceIsRegistered(), DeviceIsTheRegisteredOne(), DeviceIsSecure(),
      DeviceIsCertified(), DeviceCertificationIsInForce(), DeviceRecordIsReviewed(), DemoDeviceOnlyInDemo(),
      WrappedKeysAreInTheConfiguration(), WrappedKeyLeavesUnderWrapAlone(), WrappingKeyStaysInside(),
    ]

  /// What is asked besides of a QSCD's key: the whole list.
  static let device: [any Rule<KeyOrigin>] =
    secureDevice + [
      FormatIsProven(), MovedKeyHasBothEvidence(), DeviceIsAQSCD(), DevicePurposeFits(), RemoteDeviceIsWhole(),
    ]
}
