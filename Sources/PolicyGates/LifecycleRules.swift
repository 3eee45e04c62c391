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
  static let day: Int64 = 86400

  /// Days for which the validation of a domain holds (BR 4.2.1).
  static func domainDays(at seconds: Int64) -> Int64 {
    switch seconds {
    case ..<from2026: 398
    case ..<from2027: 200
    case ..<from2029: 100
    default: 10
    }
  }

  /// Days for which the validation of a subject's identity holds (BR 4.2.1).
  static func identityDays(at seconds: Int64) -> Int64 { seconds < from2026 ? 825 : 398 }

  /// Days for which all validation of an EV certificate holds (EVG 3.2.2.14.3).
  static let extendedDays: Int64 = 398

  /// 2026-03-15, 2027-03-15 and 2029-03-15, midnight UTC.
  private static let from2026: Int64 = 1_773_532_800
  private static let from2027: Int64 = 1_805_068_800
  private static let from2029: Int64 = 1_868_227_200
}
