import DER
import Evidence
import TestSupport
import X509

private let domainValidated = ObjectIdentifier(2, 23, 140, 1, 2, 1)

private func web(_ rule: String, _ policy: CertificatePolicy, _ change: @escaping Change) -> [Defect] {
  Base.website(policy).map { [Defect(rule, $0, options: [], change)] } ?? []
}

private func names(_ names: GeneralName...) -> Change { { $0.set(SubjectAlternativeName(names)) } }

private func crls(_ addresses: String...) -> Change {
  { $0.set(CRLDistributionPoints(addresses.map { DistributionPoint(uri: $0) })) }
}

private func access(_ descriptions: (ObjectIdentifier, String)...) -> Change {
  { sample in
    sample.set(
      AuthorityInformationAccess(descriptions.map { AccessDescription(method: $0.0, location: .uri($0.1)) }))
  }
}

private func purposes(_ purposes: ObjectIdentifier...) -> Change { { $0.set(ExtendedKeyUsage(purposes)) } }

private func usage(_ usage: KeyUsage) -> Change { { $0.set(usage, critical: true) } }

/// With as many answers of logs as a longer validity asks for.
private func until(_ time: String) -> Change {
  { sample in
    sample.notAfter = Sample.time(time)
    sample.set(SignedCertificateTimestamps((1...3).map { Sample.timestamp(log: $0) }))
  }
}

private func practices(_ address: String) -> Change {
  { sample in
    sample.set(
      CertificatePolicies([
        PolicyInformation(domainValidated, qualifiers: [.practiceStatement(address)]),
        PolicyInformation(ObjectIdentifier(0, 4, 0, 2042, 1, 6)),
      ]))
  }
}

extension Defect {
  static let ofWebsites =
    ofWebNames + ofWebSubjects + ofWebPointers + ofWebUsage + ofWebPolicies + ofWebForm + ofQualifiedWebsites

  private static let ofWebNames: [Defect] = [
    web(
      "cabf.tls_br.7-1-2-7-12.reserved_address", .ovcp,
      names(.dnsName("www.example.com"), .ipAddress([10, 1, 2, 3]))),
    web(
      "cabf.tls_br.7-1-2-7-12.alternative_name_kind", .ovcp,
      names(.dnsName("www.example.com"), .rfc822Name("a@example.com"))),
    web("cabf.tls_br.7-1-2-7-12.domain_label_reserved", .dvcp, names(.dnsName("ab--cd.example.com"))),
    web("cabf.tls_br.7-1-2-7-12.internal_name", .dvcp, names(.dnsName("intranet"))),
    web("cabf.tls_br.7-1-2-7-12.reverse_zone", .dvcp, names(.dnsName("14.215.184.93.in-addr.arpa"))),
    web("cabf.tls_br.7-1-2-7-12.domain_name_form", .dvcp, names(.dnsName("a_b.example.com"))),
    web("cabf.tls_br.7-1-2-7-12.host_missing", .dvcp) { $0.remove(SubjectAlternativeName.self) },
    web("cabf.tls_br.7-1-2-7-12.alternative_name_criticality", .dvcp) { $0.subject = [] },
    web("cabf.evg.7-1-2-1.domain_name_missing", .qevcpW, names(.ipAddress([93, 184, 215, 14]))),
    web("cabf.evg.7-1-2-1.wildcard", .evcp, names(.dnsName("*.example.com"))),
  ].flatMap { $0 }

  private static let ofWebSubjects: [Defect] = [
    web("cabf.tls_br.7-1-4-3.common_name_unknown", .dvcp) { $0.subject(.commonName, "example.com") },
    web("cabf.evg.7-1-4-2-3.business_category", .evcp) { $0.subject(.businessCategory, "V1.0, Clause 5.(b)") },
    web("cabf.evg.7-1-4-2-4.jurisdiction_country", .evcp) { $0.subject(.jurisdictionCountry, "ZZ") },
    web("cabf.evg.7-1-4-2-4.jurisdiction_state_missing", .evcp) { $0.subject(.jurisdictionLocality, "Frankfurt") },
    web("cabf.evg.7-1-4-2-8.organization_identifier", .evcp) { sample in
      sample.subject(.organizationIdentifier, "LEIXG-529900T8BM49AURSDO55")
      sample.set(CABFOrganizationIdentifier(scheme: "LEI", country: "XG", reference: "529900T8BM49AURSDO55"))
    },
    web("cabf.evg.7-1-2-2.organization_identifier_extension", .evcp) { $0.remove(CABFOrganizationIdentifier.self) },
    web("cabf.tls_br.7-1-2-7.organizational_unit", .ovcp) { $0.subject(.organizationalUnitName, "IT") },
    web("cabf.tls_br.7-1-4-1.relative_name_of_several", .ovcp) { sample in
      sample.relativeNames = [
        [Sample.attribute(.countryName, "DE"), Sample.attribute(.localityName, "Berlin")],
        [Sample.attribute(.organizationName, "Example GmbH")],
      ]
    },
    web("cabf.tls_br.7-1-2-7.subject_attribute_prohibited", .dvcp) { $0.subject(.organizationName, "Example GmbH") },
    web("cabf.tls_br.7-1-4-2.attribute_too_long", .ovcp) {
      $0.subject(.organizationName, String(repeating: "ü", count: 65))
    },
    web("cabf.tls_br.7-1-2-7.subject_attribute_discouraged", .evcp) { $0.subject(.commonName, "www.example.com") },
    web("cabf.tls_br.7-1-4-2.subject_attribute_order", .ovcp) { $0.subject.reverse() },
    web("cabf.tls_br.7-1-2-7.subject_attribute_missing", .ivcp) { $0.subject(.givenName) },
    web("cabf.tls_br.7-1-2-7.subject_attribute_placeholder", .ovcp) {
      $0.subject[1] = Sample.attribute(.localityName, "- ")
    },
    web("cabf.tls_br.7-1-4-1.subject_attribute_repeated", .ovcp) {
      $0.subject(.organizationName, "Example GmbH", "Other GmbH")
    },
    web("cabf.tls_br.7-1-2-7.subject_place_missing", .evcp) { $0.subject(.localityName) },
  ].flatMap { $0 }

  private static let ofWebPointers: [Defect] = [
    web("cabf.tls_br.7-1-2-11-2.distribution_point", .dvcp, crls("https://pki.example.com/crl")),
    web(
      "cabf.tls_br.7-1-2-11-2.distribution_points_several", .dvcp,
      crls("http://pki.example.com/a", "http://pki.example.com/b")),
    web(
      "cabf.tls_br.7-1-2-7-7.access_description", .dvcp,
      access((.caIssuersAccess, "http://pki.example.com/issuing.cer"), (.ocspAccess, "https://pki.example.com/"))),
    web("cabf.tls_br.7-1-2-7-6.authority_info_access_missing", .ivcp) { $0.remove(AuthorityInformationAccess.self) },
    web("cabf.tls_br.7-1-2-7-7.ca_issuers_missing", .dvcp, access((.ocspAccess, "http://pki.example.com/"))),
    web("cabf.tls_br.7-1-2-11-2.revocation_pointer_missing", .dvcp) { sample in
      sample.remove(CRLDistributionPoints.self)
      try access((.caIssuersAccess, "http://pki.example.com/issuing.cer"))(&sample)
    },
    web("cabf.tls_br.7-1-2-11-1.authority_certificate_named", .dvcp) { sample in
      sample.set(
        AuthorityKeyIdentifier(
          keyIdentifier: SampleKey.issuing.identifier,
          authority: .init(
            issuer: [.directoryName(Name(Sample.rootName))], serialNumber: X509.SerialNumber(magnitude: [1]))))
    },
  ].flatMap { $0 }

  private static let ofWebUsage: [Defect] = [
    web("cabf.tls_br.7-1-2-7-10.key_purpose_discouraged", .dvcp, purposes(.serverAuth, .documentSigning)),
    web("cabf.tls_br.7-1-2-7-10.key_purpose_prohibited", .evcp, purposes(.serverAuth, .anyExtendedKeyUsage)),
    web("cabf.tls_br.7-1-2-7-10.server_auth_missing", .qncpWGen, purposes(.clientAuth)),
    web("cabf.tls_br.7-1-2-7-11.key_usage_discouraged", .ovcp) { $0.remove(KeyUsage.self) },
    web("cabf.tls_br.7-1-2-7-11.key_usage_prohibited", .ovcp, usage([.digitalSignature, .nonRepudiation])),
    web("cabf.tls_br.7-1-2-7-11.digital_signature_missing", .ovcp, usage([.keyAgreement])),
  ].flatMap { $0 }

  private static let ofWebPolicies: [Defect] = [
    web("cabf.tls_br.7-1-2-7-9.any_policy", .dvcp) { $0.policies("2.23.140.1.2.1", "0.4.0.2042.1.6", "2.5.29.32.0") },
    web("cabf.tls_br.7-1-2-7-6.certificate_policies_critical", .dvcp) { sample in
      sample.set(
        CertificatePolicies([
          PolicyInformation(domainValidated), PolicyInformation(ObjectIdentifier(0, 4, 0, 2042, 1, 6)),
        ]), critical: true)
    },
    web("cabf.tls_br.7-1-2-7-9.policy_qualifier_discouraged", .dvcp, practices("https://www.example.com/cps")),
    web("cabf.tls_br.7-1-2-7-9.policy_qualifier", .dvcp, practices("ldap://www.example.com/cps")),
    web("cabf.tls_br.7-1-2-7-9.reserved_policy_not_first", .dvcp) { $0.policies("0.4.0.2042.1.6", "2.23.140.1.2.1") },
    web("cabf.tls_br.7-1-2-7-9.reserved_policy", .dvcp) { $0.policies("0.4.0.2042.1.6") },
  ].flatMap { $0 }

  private static let ofWebForm: [Defect] = [
    web("cabf.tls_br.7-1-2-7-6.basic_constraints_not_critical", .dvcp) { $0.set(BasicConstraints(isCA: false)) },
    web("cabf.tls_br.7-1-2-7.serial_number_short", .dvcp) { $0.serial = [1, 2, 3, 4, 5, 6, 7] },
    web("cabf.tls_br.7-1-3-2.signature_suite", .dvcp) { $0.signature = AlgorithmIdentifier(.ecdsaWithSHA3_256) },
    web("cabf.tls_br.7-1-2-7-6.subject_key_identifier", .evcp) {
      $0.set(SubjectKeyIdentifier(SampleKey.subject.identifier))
    },
    web("cabf.tls_br.6-1-5.subject_key_kind", .dvcp) { $0.key = .ed25519 },
    web("cabf.tls_br.6-3-2.validity_too_long", .dvcp, until("2027-06-10T11:59:59Z")),
    web("cabf.tls_br.6-3-2.validity_at_its_limit", .evcp, until("2027-06-08T11:59:59Z")),
  ].flatMap { $0 }

  private static let ofQualifiedWebsites: [Defect] = [
    web("etsi.en_319_411_2.5-1.web_policy_basis", .qevcpW) {
      $0.policies("2.23.140.1.1", "0.4.0.194112.1.4", "0.4.0.2042.1.7")
    },
    web("etsi.en_319_412_4.web-4-1-3-4.common_name_unknown", .qncpWGen) { $0.subject(.commonName, "www.example.org") },
    web("etsi.en_319_412_4.qcs-4-3-1.qctype_not_web", .qevcpW) { $0.statements { $0[1] = .type([.qcTypeESeal]) } },
    web("etsi.en_319_412_4.web-4-1-3-2.subject_attribute_repeated", .qncpWGen) {
      $0.subject(.organizationName, "Example GmbH", "Other GmbH")
    },
    web("etsi.en_319_412_4.web-4-1-3-2.subject_attribute_missing", .qncpWGen) { $0.subject(.organizationIdentifier) },
  ].flatMap { $0 }
}

// MARK: - Payment services

private func psd2(
  role: UInt64 = 1, name: String = "PSP_AS", authority: String = "BaFin", id: String = "DE-BAFIN"
) -> Change {
  { sample in
    sample.subject(.organizationIdentifier, "PSDDE-BAFIN-123456")
    sample.set(CABFOrganizationIdentifier(scheme: "PSD", country: "DE", reference: "BAFIN-123456"))
    sample.statements {
      $0.append(
        .psd2(
          PSD2Statement(
            roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, role), name: name)],
            authorityName: authority, authorityID: id)))
    }
  }
}

extension Defect {
  static let ofPayments: [Defect] = [
    web("etsi.ts_119_495.gen-5-2-1-3.authorisation_number", .qevcpW) { sample in
      try psd2()(&sample)
      sample.subject(.organizationIdentifier, "NTRDE-HRB123456")
      sample.set(CABFOrganizationIdentifier(scheme: "NTR", country: "DE", reference: "HRB123456"))
    },
    web("etsi.ts_119_495.gen-5-2-3-2.authority_id", .qevcpW, psd2(id: "DEBAFIN")),
    web("etsi.ts_119_495.gen-5-2-3-1.authority_name", .qevcpW, psd2(authority: "Τράπεζα")),
    web("etsi.ts_119_495.ovr-6-1-3.psd2_policy", .qncpW) {
      $0.policies("2.23.140.1.2.2", "0.4.0.194112.1.5", "0.4.0.19495.3.1")
    },
    web("etsi.ts_119_495.gen-5-2-2-2.role", .qevcpW, psd2(role: 3)),
    web("etsi.ts_119_495.gen-5-3-3.organization_identifier_missing", .qncpW) { sample in
      try psd2()(&sample)
      sample.subject(.organizationIdentifier)
      sample.remove(CABFOrganizationIdentifier.self)
    },
  ].flatMap { $0 }
}

// MARK: - Precertificates

extension Defect {
  static let ofPrecertificates: [Defect] = [
    web("ietf.rfc_6962.3-1.poison_not_critical", .evcp) { sample in
      sample.remove(SignedCertificateTimestamps.self)
      sample.set(PrecertificatePoison())
    },
    web("ietf.rfc_6962.3-1.poison_beside_timestamps", .evcp) { $0.set(PrecertificatePoison(), critical: true) },
    web("ietf.rfc_6962.3-3.timestamps_of_one_log", .evcp) {
      $0.set(
        SignedCertificateTimestamps([Sample.timestamp(log: 1), Sample.timestamp(log: 2), Sample.timestamp(log: 1)]))
    },
    web("ietf.rfc_6962.3-2.timestamp_in_future", .evcp) {
      $0.set(
        SignedCertificateTimestamps([
          Sample.timestamp(log: 1), Sample.timestamp(log: 2, at: Sample.now.adding(seconds: 1)),
        ]))
    },
    web("sealgate.house.transparency.timestamps_few", .evcp) { $0.notAfter = Sample.time("2027-05-20T11:59:59Z") },
    [
      Defect("sealgate.house.transparency.poison_outside_web") { $0.set(PrecertificatePoison(), critical: true) }
    ],
    pair("ietf.rfc_6962.3-2.certificate_differs_from_precertificate", { $0.serial[3] ^= 1 }),
    pair("ietf.rfc_6962.3-1.poison_missing", { $0.remove(PrecertificatePoison.self) }),
    pair(
      "ietf.rfc_6962.3-1.precertificate_of_precertificate", nothing,
      certificate: { sample in
        sample.remove(SignedCertificateTimestamps.self)
        sample.set(PrecertificatePoison(), critical: true)
      }),
    pair(
      "ietf.rfc_6962.3-1.precertificate_signature", nothing,
      finish: { der in
        guard let last = der.last else { return [] }
        return der.dropLast() + [last ^ 1]
      }),
  ].flatMap { $0 }

  /// A certificate beside its changed precertificate.
  private static func pair(
    _ rule: String, _ change: @escaping Change, certificate: @escaping Change = nothing,
    finish: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }
  ) -> [Defect] {
    web(rule, .evcp, certificate).map { defect in
      var defect = defect
      defect.precertificate = { finish(try Mint.certificate($0.precertificate(), change).derBytes) }
      return defect
    }
  }
}
