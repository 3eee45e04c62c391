internal import Evidence

/// The rules on an event beside what was before it.
enum LifecycleRules {
  /// On the certificates alone: a lint can ask them too.
  static let change: [any Rule<CertificateChange>] = [
    PreviousCertificateIsPresent(), FirstIssuanceHasNoPrevious(), SameKeyEventKeepsKey(), RenewalKeepsContent(),
    RekeyChangesKey(), ModificationChangesAttributes(),
  ]

  /// On what the registers and the application say besides.
  static let facts: [any Rule<LifecycleFacts>] = [
    InventoryIsImported(), NameIsNotAnothers(), KeyIsNotAnothers(), KeyIsNotKnownCompromised(), KeyIsStatedSound(),
    PreviousCertificateIsRegistered(), PreviousCertificateIsTheSubjects(), PreviousIsNotRevokedForBreach(),
    AuthenticatingCertificateIsValid(), ChangedTermsAreAgreed(), RekeyChangesAreVerified(),
    ModificationChangesAreVerified(), ApplicationIsCheckedAgain(), DomainValidationIsRecent(),
    IdentityValidationIsRecent(), EVValidationIsRecent(),
  ]

  /// On the serial number.
  static let serial: [any Rule<CertificateEvidence>] = [
    SerialIsReserved(), SerialIsReservedForThisRequest(), SerialIsItsPrecertificates(),
  ]
}

/// The clauses of validity and reuse by date, in the Baseline Requirements of the CA/Browser Forum.
enum ReuseLimit {
  /// Days for which the validation of a domain holds (BR 4.2.1).
  static func domainDays(at now: Instant) -> Int64 {
    switch now {
    case ..<BaselineDates.march2026: 398
    case ..<BaselineDates.march2027: 200
    case ..<BaselineDates.march2029: 100
    default: 10
    }
  }

  /// Days for which the validation of a subject's identity holds (BR 4.2.1).
  static func identityDays(at now: Instant) -> Int64 { now < BaselineDates.march2026 ? 825 : 398 }

  /// Days for which all validation of an EV certificate holds (EVG 3.2.2.14.3).
  static let extendedDays: Int64 = 398
}
