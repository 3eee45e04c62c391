internal import CSC

/// The rules of the gates that judge activations and uses, by their ids. The names that are told in the specification's words
/// come first, in its order of evaluation. `CSCProblemTests` holds the list to the gates.
enum ControlRule: String, CaseIterable {
  case signaturesUsedUp = "sealgate.house.control.signatures_used_up"
  case otherCredential = "etsi.ts_119_431_1.sig-6-3-1-06.other_credential"
  case credentialOfAnother = "etsi.ts_119_431_1.sig-a-6-01.credential_of_another"
  case credentialDisabled = "etsi.ts_119_431_1.sig-6-3-1-05.credential_disabled"
  case hashNotAuthorised = "etsi.ts_119_431_1.sig-6-3-1-13.hash_not_authorised"
  case activationExpired = "sealgate.house.control.activation_expired"
  case certificateExpired = "etsi.ts_119_431_1.sig-6-3-1-08.certificate_expired"
  case sharedSecretLocked = "sealgate.house.control.shared_secret_locked"
  case sharedSecretWrong = "sealgate.house.control.shared_secret_wrong"
  case sharedSecretMissing = "sealgate.house.control.shared_secret_missing"

  case activationTooLong = "sealgate.house.control.activation_too_long"
  case algorithmUnfit = "etsi.ts_119_431_1.sig-6-3-1-10.algorithm_unfit"
  case authenticatorRevoked = "sealgate.house.control.authenticator_revoked"
  case authenticatorOfAnother = "etsi.ts_119_431_1.lnk-6-2-2-05.authenticator_of_another"
  case automatedPerson = "sealgate.house.control.automated_person"
  case certificateRevoked = "etsi.ts_119_431_1.sig-6-3-1-08.certificate_revoked"
  case certificateOfAnotherKey = "etsi.ts_119_431_1.sig-a-6-01.certificate_of_another_key"
  case deviceLost = "etsi.ts_119_431_1.ovr-a-3-01.device_lost"
  case documentsMissing = "etsi.ts_119_431_1.sig-6-3-1-13.documents_missing"
  case hashUnfit = "etsi.ts_119_431_1.sig-6-3-1-10.hash_unfit"
  case identityProofOld = "etsi.ts_119_431_1.sig-a-5-09.identity_proof_old"
  case servicesKey = "sealgate.sealgate.control.services_key"
  case originUnproven = "etsi.ts_119_431_1.gen-a-4-01.origin_unproven"
  case scal1InQSCD = "sealgate.house.control.scal1_in_qscd"
  case tooManySignatures = "sealgate.house.control.too_many_signatures"
  case oneTimeKeyOfAnotherSession = "sealgate.house.control.one_time_key_of_another_session"
  case ownDeviceMissing = "etsi.ts_119_431_1.sig-6-3-1-12.own_device_missing"
  case challengeDiffers = "sealgate.house.passkey.challenge_differs"
  case counterStale = "sealgate.house.passkey.counter_stale"
  case synchronised = "sealgate.house.passkey.synchronised"
  case madeElsewhere = "sealgate.house.passkey.made_elsewhere"
  case counterless = "sealgate.house.passkey.counterless"
  case signatureInvalid = "sealgate.house.passkey.signature_invalid"
  case userNotVerified = "sealgate.house.passkey.user_not_verified"
  case pssSalt = "sealgate.house.control.pss_salt"
  case statementCertificateExpired = "sealgate.house.control.statement_certificate_expired"
  case statementDiffers = "sealgate.house.control.statement_differs"
  case wrappedOutsideConfiguration = "etsi.ts_119_431_1.gen-6-3-3-02.wrapped_outside_configuration"

  /// The specification's sentence; nil where it has none, and the finding speaks for itself.
  func sentence(_ dialect: Dialect) -> CSCError? {
    switch self {
    case .signaturesUsedUp, .hashNotAuthorised: .hashNotAuthorized(dialect)
    case .otherCredential, .credentialOfAnother: .invalidCredentialID
    case .credentialDisabled: .disabled
    case .activationExpired: .sadExpired
    case .certificateExpired: .certificateExpired(dialect, organization: "", commonName: "")
    case .sharedSecretLocked: .locked(dialect, factor: .pin)
    case .sharedSecretWrong, .sharedSecretMissing: dialect == .v1 ? .invalidPIN : .invalidAuthenticationData
    case .activationTooLong, .algorithmUnfit, .authenticatorRevoked, .authenticatorOfAnother, .automatedPerson,
      .certificateRevoked, .certificateOfAnotherKey, .deviceLost, .documentsMissing, .hashUnfit, .identityProofOld,
      .servicesKey, .originUnproven, .scal1InQSCD, .tooManySignatures, .oneTimeKeyOfAnotherSession, .ownDeviceMissing,
      .challengeDiffers, .counterStale, .synchronised, .madeElsewhere, .counterless, .signatureInvalid,
      .userNotVerified, .pssSalt, .statementCertificateExpired, .statementDiffers, .wrappedOutsideConfiguration:
      nil
    }
  }
}
