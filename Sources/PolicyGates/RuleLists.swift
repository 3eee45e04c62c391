/// The rules on what stands in a certificate, of a subject or of a CA. A new rule is one line here.
enum ProfileRules {
  static let all: [any Rule<CertificateContent>] =
    form + names + keys + weaknesses + extensions + statements + WebRules.all + caProfile + responderProfile

  private static let form: [any Rule<CertificateContent>] = [
    SubjectKeyIsTheReadOne(), VersionIsV3(), SerialNumberIsPositive(), SerialNumberIsShort(),
    SerialNumberIsLong(), TimesAreEncodedByYear(), ValidityIsOrdered(), NotBeforeIsNotInThePast(),
    UniqueIdentifiersAreAbsent(), ExtensionsAreUnique(), ExtensionsAreWellFormed(), CriticalExtensionsAreKnown(),
    ExtensionsAreNotCritical(),
  ]

  private static let names: [any Rule<CertificateContent>] = [
    IssuerIsNamed(), IssuerHasOrganizationIdentifier(), CountryNameIsACode(), NameAttributesAreNotEmpty(),
    NameAttributesHaveTheirType(), NameAttributesFitTheirBounds(), RelativeNamesHaveDistinctTypes(),
    SubjectNamesAPerson(),
    SubjectAttributesAreSingle(), PseudonymStandsAlone(), PersonIdentifierFollowsSemantics(),
    OrganizationIdentifierFollowsSemantics(),
    SubjectKindIsDeclared(), SubjectIsNamedSomewhere(), NamesAreInOneScript(),
    LegalPersonIsNamed(), LegalPersonAttributesAreSingle(), OrganizationIdentifierIsNoName(), SealNamesNoPerson(),
    IdentifierTypeIsInV161(), TaxNumberIsTIN(),
  ]

  private static let keys: [any Rule<CertificateContent>] = [
    KeyTypeIsAgreed(), RSAModulusIsLong(), RSABelow3000IsNotNew(), RSABelow3000EndsInTime(), RSAExponentIsInRange(),
    SignatureSuiteIsAgreed(), SignatureSuiteIsNotLegacy(),
  ]

  private static let weaknesses: [any Rule<CertificateContent>] = [
    KeyIsExamined(), KeyIsTestedForPrimality(), KeyIsWellFormed(), KeyIsNotPublished(), KeyHasNoROCAFingerprint(),
    RSAModulusIsOdd(),
    RSAModulusHasNoSmallFactor(), RSAPrimesAreApart(), RSAModulusIsNoPower(), RSAModulusIsNoPrime(),
    RSAFactorsAreItsOwn(),
    RSAExponentIsUsable(), RSAPrivateExponentIsLong(), RSAModulusDoesNotRepeat(), RSAModulusIsNoPolynomial(),
    RSAModulusIsBalanced(), PointIsOnCurve(), PointIsNotAtInfinity(), CurveIsNamed(), ECPrivateKeyIsNotGuessable(),
    ECCoordinatesAreLong(), EdwardsPointHasLargeOrder(),
  ]

  private static let extensions: [any Rule<CertificateContent>] = [
    AuthorityKeyIdentifierIsPresent(), SubjectKeyIdentifierIsPresent(), SubjectIsNoCA(), CAExtensionsAreAbsent(),
    KeyUsageIsOfOneType(), KeyUsageIsForSignatures(), KeyUsageIsNonRepudiationAlone(), KeyUsageFitsKey(),
    KeyUsageIsCritical(), PolicyIsNamed(), TSPPolicyIsRegistered(), TSPPolicyBuildsOnTheDeclared(),
    TSPPolicyIsInForce(), QualifiedPolicyIsSingle(), PolicyFitsItsBasis(), PoliciesAreUnique(),
    RetiredPolicyIsAbsent(),
    PoliciesAreNotCritical(), AlternativeNamesHaveTheirForm(), DirectoryAttributesIdentifyNobody(),
    RevocationIsReachable(), CRLAddressIsPublic(),
    CACertificateIsReachable(), OCSPAddressIsHTTP(), ValidityAssuredIsShort(), ShortTermSaysNoRevocation(),
    NoRevAvailStandsAlone(),
    ShortTermShouldSayNoRevocation(), CRLServiceIsNamed(), OCSPServiceIsNamed(), StatusPointersAreServed(),
    OtherPoliciesAreNotClaimed(), KeyUsageIsNotMixed(), PurposesFitKeyUsage(), ResponderPurposeIsAbsent(),
  ]

  private static let statements: [any Rule<CertificateContent>] = [
    QcComplianceIsPresent(), QcStatementsAreUnique(), QcStatementsAreWellFormed(), QcSSCDIsPresent(), QcSSCDIsAbsent(),
    QcTypeIsSignature(), QcTypeIsPresent(), QcPDSIsPresent(), QcPDSUsesHTTPS(), QcPDSIsInEnglish(),
    QcPDSLanguagesAreUnique(), QcPDSLanguageIsACode(), QcPDSSaysDemo(), QcCClegislationIsAbsent(),
    QcQSCDlegislationIsForeign(), QcNumbersAreNotNegative(), QcIdentMethodIsKnown(),
    QcComplianceIsAbsent(), QcTypeFitsSubject(), QcTypeIsSeal(), QcTypeOfSealIsPresent(), QcLimitValueIsInACurrency(),
  ]

  private static let caProfile: [any Rule<CertificateContent>] = [
    CABasicConstraintsAreSet(), CAPathLengthIsZero(), CAKeyUsageSignsCertificates(), CAKeyUsageIsForCAOnly(),
    CASubjectKeyIdentifierIsPresent(), CAPoliciesArePresent(), CARevocationIsReachable(), NoRevAvailIsNotForCAs(),
    NameConstraintsAreCritical(), PolicyConstraintsAreCritical(), InhibitAnyPolicyIsCritical(),
    PolicyMappingsSpareAnyPolicy(), CAOrganizationIdentifierIsPresent(), CAPurposesAreForSubjects(),
    CAClaimsNoStatement(), RootPointsNowhere(),
  ]

  private static let responderProfile: [any Rule<CertificateContent>] = [
    ResponderPurposeIsOCSPSigning(), ResponderPurposeStandsAlone(), ResponderKeyUsageSigns(), ResponderSaysNoCheck(),
    NoCheckIsShortLived(), ResponderNamesNoOCSP(), NoCheckIsForResponders(),
  ]
}

/// The rules on the certificate beside its issuer's.
enum IssuerRules {
  static let all: [any Rule<CertificateChain>] = [
    IssuerKeyIsTheCertifiedOne(), IssuerNameMatches(), AuthorityKeyIdentifierMatches(), IssuerIsCA(),
    IssuerMaySignCertificates(), IssuerPathLengthAllowsCA(), IssuerIsValid(), ValidityIsInsideIssuers(),
    SignatureFitsIssuerKey(),
  ]
}
