import DER
import Evidence
import TestSupport
import X509

private func policies(_ arcs: (UInt64, UInt64)...) -> CertificatePolicies {
  CertificatePolicies(arcs.map { PolicyInformation(ObjectIdentifier(0, 4, 0, $0.0, 1, $0.1)) })
}

extension Defect {
  static let ofExtensions: [Defect] = [
    Defect("etsi.en_319_412_2.gen-4-3-1-1.authority_key_identifier_missing") { $0.remove(AuthorityKeyIdentifier.self) },
    Defect("ietf.rfc_5280.4-2-1-2.subject_key_identifier_missing") { $0.remove(SubjectKeyIdentifier.self) },
    Defect("ietf.rfc_5280.4-2-1-9.subject_is_ca") { $0.set(BasicConstraints(isCA: true), critical: true) },
    Defect("etsi.en_319_412_2.gen-4-3-4-1.ca_extension_present") {
      $0.set(InhibitAnyPolicy(skipCertificates: 0), critical: true)
    },
    Defect("ietf.rfc_5280.4-2-1-6.alternative_name_form") { $0.set(SubjectAlternativeName([.dnsName("a b")])) },
    Defect("etsi.en_319_412_2.gen-4-3-7-1.identification_in_directory_attributes") {
      $0.set(SubjectDirectoryAttributes([Attribute(type: .countryName, values: [[0x13, 2, 0x44, 0x45]])]))
    },
    Defect("sealgate.house.transparency.poison_outside_web") {
      $0.set(Extension(oid: ObjectIdentifier(1, 3, 6, 1, 4, 1, 11129, 2, 4, 3), critical: true, value: [5, 0]))
    },
    Defect("ietf.rfc_5280.4-2-1-12.purpose_unfit") { $0.set(ExtendedKeyUsage([.clientAuth])) },
    Defect("sealgate.house.profile.responder_purpose", .person) {
      $0.set(ExtendedKeyUsage([.emailProtection, .ocspSigning]))
    },
    Defect("etsi.en_319_412_2.gen-4-3-11-2.revocation_pointer_missing") { sample in
      sample.remove(CRLDistributionPoints.self)
      sample.set(AuthorityInformationAccess([Sample.access.descriptions[0]]))
    },
    Defect("etsi.en_319_412_2.gen-4-3-11-4.crl_address") {
      $0.set(CRLDistributionPoints([DistributionPoint(uri: "ftp://demo.example/issuing.crl")]))
    },
    Defect("etsi.en_319_412_2.gen-4-4-1-3.ca_issuers_missing") {
      $0.set(AuthorityInformationAccess([Sample.access.descriptions[1]]))
    },
    Defect("etsi.en_319_412_2.gen-4-4-1-6.ocsp_address") {
      $0.set(
        AuthorityInformationAccess([
          Sample.access.descriptions[0],
          AccessDescription(method: .ocspAccess, location: .uri("ldap://demo.example/ocsp")),
        ]))
    },
    Defect("etsi.en_319_412_1.5-2-2.validity_assured_too_long", .shortTerm) {
      $0.notAfter = Sample.time("2026-11-21T11:59:59Z")
    },
    Defect("etsi.en_319_412_2.gen-4-3-11-2a.no_rev_avail_missing", .shortTerm) { $0.remove(NoRevAvail.self) },
    Defect(
      "etsi.en_319_411_1.css-6-3-10-01b.no_rev_avail_missing", .shortTerm, options: ["--baseline", "cir-2025-1943"]
    ) { $0.remove(NoRevAvail.self) },
    Defect("ietf.rfc_9608.3.no_rev_avail_contradicted", .shortTerm) {
      $0.set(CRLDistributionPoints([DistributionPoint(uri: "http://demo.example/issuing.crl")]))
    },
  ]

  static let ofUsageAndPolicies: [Defect] = [
    Defect("etsi.en_319_412_2.nat-4-3-2-1.key_usage_type", .subject(.ncp, "device")) {
      $0.set([.nonRepudiation, .dataEncipherment] as KeyUsage, critical: true)
    },
    Defect("etsi.en_319_412_2.nat-4-3-2-1.key_usage_unfit_for_key", .subject(.ncp, "device")) {
      $0.set([.digitalSignature, .keyEncipherment] as KeyUsage, critical: true)
    },
    Defect("etsi.en_319_412_2.nat-4-3-2-1.key_usage_mixed", .person) {
      $0.set([.digitalSignature, .keyAgreement] as KeyUsage, critical: true)
    },
    Defect("etsi.en_319_412_2.nat-4-3-2-2.key_usage_not_for_signatures") {
      $0.set(KeyUsage.digitalSignature, critical: true)
    },
    Defect("etsi.en_319_412_2.nat-4-3-2-3.key_usage_not_type_a") {
      $0.set([.nonRepudiation, .digitalSignature] as KeyUsage, critical: true)
    },
    Defect("ietf.rfc_5280.4-2-1-3.key_usage_not_critical") { $0.set(KeyUsage.nonRepudiation) },
    Defect("etsi.en_319_411_2.gen-6-6-1-05.policy_identifier_missing") { $0.remove(CertificatePolicies.self) },
    Defect("etsi.en_319_411_2.5-3.policy_identifiers_conflict") { $0.set(policies((194112, 2), (194112, 0))) },
    Defect("etsi.en_319_411_2.5-1.policy_basis") { $0.set(policies((194112, 2), (2042, 3))) },
    Defect("etsi.en_319_411_1.gen-6-3-3-02.policy_not_declared", .person) { $0.set(policies((2042, 1), (194112, 0))) },
    Defect("ietf.rfc_5280.4-2-1-4.policy_repeated") { $0.set(policies((194112, 2), (194112, 2))) },
    Defect("etsi.en_319_412_2.gen-4-3-3-2.certificate_policies_critical") {
      $0.set(policies((194112, 2)), critical: true)
    },
    Defect("sealgate.house.profile.policy_retired") { $0.set(policies((194112, 2), (1456, 2))) },
  ]

  static let ofCAs: [Defect] = [
    Defect("ietf.rfc_5280.4-2-1-9.ca_basic_constraints", .rootCA) { $0.set(BasicConstraints(isCA: true)) },
    Defect("ietf.rfc_5280.4-2-1-3.ca_key_usage", .rootCA) { $0.set([.keyCertSign, .cRLSign] as KeyUsage) },
    Defect("ietf.rfc_5280.4-2-1-2.ca_subject_key_identifier_missing", .issuingCA) {
      $0.remove(SubjectKeyIdentifier.self)
    },
    Defect("sealgate.house.ca_profile.key_usage", .issuingCA) {
      $0.set([.keyCertSign, .cRLSign, .digitalSignature] as KeyUsage, critical: true)
    },
    Defect("sealgate.house.ca_profile.path_length", .issuingCA) {
      $0.set(BasicConstraints(isCA: true), critical: true)
    },
    Defect("sealgate.house.ca_profile.policies_missing", .issuingCA) { $0.remove(CertificatePolicies.self) },
    Defect("sealgate.house.ca_profile.revocation_pointer_missing", .issuingCA) {
      $0.remove(CRLDistributionPoints.self)
    },
    Defect("ietf.rfc_9608.3.no_rev_avail_in_ca", .issuingCA) { $0.set(NoRevAvail()) },
    Defect("ietf.rfc_5280.4-2-1-10.name_constraints_not_critical", .issuingCA) {
      $0.set(NameConstraints(permittedSubtrees: [.dnsName("example.com")], excludedSubtrees: []))
    },
    Defect("ietf.rfc_5280.4-2-1-11.policy_constraints_not_critical", .issuingCA) {
      $0.set(PolicyConstraints(requireExplicitPolicy: 0, inhibitPolicyMapping: nil))
    },
    Defect("ietf.rfc_5280.4-2-1-14.inhibit_any_policy_not_critical", .issuingCA) {
      $0.set(InhibitAnyPolicy(skipCertificates: 0))
    },
    Defect("ietf.rfc_5280.4-2-1-5.any_policy_mapped", .issuingCA) {
      let mapping = PolicyMappings.Mapping(
        issuerDomainPolicy: .anyPolicy, subjectDomainPolicy: ObjectIdentifier(1, 3, 6, 1, 4, 1, 32473, 1))
      $0.set(PolicyMappings([mapping]), critical: true)
    },
    Defect("sealgate.house.ca_profile.organization_identifier_missing", .issuingCA) {
      $0.subject.removeAll { $0.type == .organizationIdentifier }
    },
    Defect("sealgate.house.ca_profile.purposes", .issuingCA) { $0.set(ExtendedKeyUsage([.anyExtendedKeyUsage])) },
    Defect("sealgate.house.ca_profile.qc_statements", .issuingCA) { $0.set(QCStatements([.compliance])) },
    Defect("sealgate.house.ca_profile.root_pointers", .rootCA) {
      $0.set(CRLDistributionPoints([DistributionPoint(uri: "http://demo.example/root.crl")]))
    },
    Defect("sealgate.house.profile.no_check_elsewhere", .issuingCA) { $0.set(OCSPNoCheck()) },
    Defect("ietf.rfc_6960.4-2-2-2.ocsp_signing_missing", .responder) { $0.remove(ExtendedKeyUsage.self) },
    Defect("sealgate.house.responder_profile.other_purposes", .responder) {
      $0.set(ExtendedKeyUsage([.ocspSigning, .clientAuth]))
    },
    Defect("ietf.rfc_6960.4-2-2-2.key_usage", .responder) {
      $0.set([.digitalSignature, .nonRepudiation] as KeyUsage, critical: true)
    },
    Defect("etsi.en_319_411_1.css-6-6-3-01a.no_check_missing", .responder) { $0.remove(OCSPNoCheck.self) },
    Defect("sealgate.house.responder_profile.no_check_long_lived", .responder) {
      $0.notAfter = Sample.time("2027-11-20T11:59:59Z")
    },
    Defect("etsi.en_319_411_1.css-6-6-3-01b.ocsp_address", .responder) { $0.set(Sample.access) },
  ]
}

extension Base {
  static let responder = Base(sample: .responder(), options: ["--purpose", "responder"])
}
