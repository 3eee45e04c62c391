/// The rules on what stands in a website's certificate. A new rule is one line here.
enum WebRules {
  static let all: [any Rule<CertificateContent>] =
    hosts + policies + extensions + limits + subjects + statements + transparency

  private static let hosts: [any Rule<CertificateContent>] = [
    HostIsNamed(), AlternativeNamesAreHosts(), DomainNamesAreWellFormed(), DomainLabelsAreNotReserved(),
    DomainNamesAreNotInternal(), DomainNamesAreNotReverseZones(), AddressesAreNotReserved(),
    NamelessSubjectIsCritical(), CommonNameIsAHost(), CommonNameIsANamedHost(), WildcardIsAbsent(), DomainIsNamed(),
  ]

  private static let policies: [any Rule<CertificateContent>] = [
    ReservedPolicyIsNamed(), AnyPolicyIsAbsent(), ReservedPolicyIsFirst(), PolicyQualifiersAreAddresses(),
    PolicyQualifiersAreAbsent(), PoliciesArePlain(), WebPolicyFitsItsBasis(),
  ]

  private static let extensions: [any Rule<CertificateContent>] = [
    ServerAuthIsAllowed(), KeyPurposesAreForTLS(), KeyPurposesAreFew(), KeyUsageIsForTLS(), KeyUsageSigns(),
    KeyUsageIsForModernTLS(), BasicConstraintsAreCritical(), AuthorityKeyIdentifierIsPlain(),
    SubjectKeyIdentifierIsOmitted(), InformationAccessIsPresent(), InformationAccessIsHTTP(),
    IssuerCertificateIsOffered(), StatusIsReachable(), CRLAddressesAreHTTP(), DistributionPointIsSingle(),
  ]

  private static let limits: [any Rule<CertificateContent>] = [
    ValidityIsLimited(), ValidityKeepsADayBelow(), SerialNumberHoldsRandomBits(), SubjectKeyIsForTLS(),
    SignatureIsForTLS(),
  ]

  private static let subjects: [any Rule<CertificateContent>] = [
    SubjectAttributesArePresent(), SubjectPlaceIsNamed(), OrganizationalUnitIsAbsent(), SubjectAttributesAreAllowed(),
    SubjectAttributesAreFew(), SubjectAttributesStandOnce(), SubjectAttributesAreInOrder(),
    RelativeNamesHoldOneAttribute(), SubjectAttributesAreBounded(), SubjectAttributesSaySomething(),
    BusinessCategoryIsKnown(), JurisdictionCountryIsACode(), JurisdictionIsComplete(),
    OrganizationIdentifierIsRepeated(), OrganizationIdentifierHasAScheme(), WebSubjectIsNamed(),
    WebSubjectAttributesAreSingle(),
  ]

  private static let statements: [any Rule<CertificateContent>] = [
    QcTypeIsWeb(), PSD2PolicyHasItsStatement(), PSD2RolesAreRegistered(), PSD2AuthorityIsIdentified(),
    PSD2AuthorityIsNamed(), PSD2SubjectIsIdentified(), PSD2AuthorisationIsNumbered(),
  ]

  private static let transparency: [any Rule<CertificateContent>] = [
    PoisonIsCritical(), PrecertificateHasNoTimestamps(), PrecertificateIsForWebsites(), TimestampsAreOfThePast(),
    TimestampsAreOfDistinctLogs(), TimestampsAreEnough(),
  ]
}

/// The rules on a certificate beside its precertificate.
enum PairRules {
  static let all: [any Rule<CertificatePair>] = [
    PrecertificateIsThere(), PrecertificateIsReadable(), PrecertificateIsPoisoned(), PrecertificateIsNotPrecertified(),
    CertificateIsThePrecertificate(), PrecertificateIsTheIssuers(),
  ]
}
