import DER
import Evidence
import TestSupport
import X509

// Semantics identifiers of EN 319 412-1 clause 5.1.
private let natural = ObjectIdentifier(0, 4, 0, 194121, 1, 1)
private let legal = ObjectIdentifier(0, 4, 0, 194121, 1, 2)

extension Defect {
  static let ofNames: [Defect] = [
    Defect("etsi.en_319_412_2.gen-4-2-3-1-2.issuer_attribute") {
      $0.issuer.append(Sample.attribute(.organizationName, "Other"))
    },
    Defect("etsi.en_319_412_2.gen-4-2-3-1-3.issuer_organization_identifier_missing") {
      $0.issuer.removeAll { $0.type == .organizationIdentifier }
    },
    Defect("ietf.rfc_5280.appendix-a-1.country_name") {
      $0.subject[0] = AttributeTypeAndValue(.countryName, CharacterString(utf8: "DE"))
    },
    Defect("ietf.rfc_5280.appendix-a-1.attribute_empty") { $0.subject(.localityName, "") },
    Defect("ietf.rfc_5280.appendix-a-1.attribute_too_long") {
      $0.subject(.serialNumber, String(repeating: "1", count: 65))
    },
    Defect("ietf.rfc_5280.4-1-2-4.attribute_type") {
      $0.subject.append(AttributeTypeAndValue(.title, CharacterString(.ia5, "Dr") ?? CharacterString(utf8: "Dr")))
    },
    Defect("etsi.en_319_412_2.nat-4-2-4-1.subject_attribute_missing") { sample in
      sample.subject(.givenName)
      sample.subject(.surname)
    },
    Defect("etsi.en_319_412_2.nat-4-2-4-3.subject_attribute_repeated") {
      $0.subject(.commonName, "Erika", "Mustermann")
    },
    Defect("etsi.en_319_412_2.nat-4-2-4-4.pseudonym_with_name") { $0.subject(.pseudonym, "em") },
    Defect("etsi.en_319_412_2.nat-4-2-4-19.scripts_mixed") { $0.subject(.givenName, "Erik\u{0430}") },
    Defect("etsi.en_319_412_1.nat-5-1-3-01.person_identifier") { sample in
      sample.statements { $0.append(.semantics(QCSemantics(identifier: natural))) }
      sample.subject(.serialNumber, "197001011234")
    },
    Defect(
      "etsi.en_319_412_1.nat-5-1-3-03.identifier_type_too_new", options: ["--baseline", "cir-2025-1943"]
    ) { sample in
      sample.statements { $0.append(.semantics(QCSemantics(identifier: natural))) }
      sample.subject(.serialNumber, "EIDSE-1")
    },
    Defect("etsi.en_319_412_1.nat-5-1-3-04.tax_deprecated") { sample in
      sample.statements { $0.append(.semantics(QCSemantics(identifier: natural))) }
      sample.subject(.serialNumber, "TAXDE-1")
    },
    Defect("etsi.en_319_412_1.leg-5-1-4-01.organization_identifier", .seal) { sample in
      sample.statements { $0.append(.semantics(QCSemantics(identifier: legal))) }
      sample.subject(.organizationIdentifier, "HRB 654321")
    },
    Defect("etsi.en_319_412_3.leg-4-2-1-2.subject_attribute_missing", .seal) { $0.subject(.organizationIdentifier) },
    Defect("etsi.en_319_412_3.leg-4-2-1-3.subject_attribute_repeated", .seal) {
      $0.subject(.organizationName, "Example Works GmbH", "Example Works AG")
    },
    Defect("etsi.en_319_412_3.leg-4-2-1-6.organization_identifier_is_name", .seal) {
      $0.subject(.organizationIdentifier, "Example Works GmbH")
    },
    Defect("sealgate.house.profile.personal_name_in_seal", .seal) { $0.subject(.surname, "Mustermann") },
    Defect("ietf.rfc_5280.4-1-2-6.subject_empty", .subject(.ncp, "device")) { sample in
      sample.subject = []
      sample.set(SubjectAlternativeName([.dnsName("device.example")]))
    },
    Defect("sealgate.house.profile.subject_kind_not_declared", .subject(.ncpPlus), nothing),
  ]

  static let ofIssuers: [Defect] = [
    Defect("ietf.rfc_5280.4-1-2-4.issuer_name_differs", issuer: nothing) {
      $0.issuer[3] = Sample.attribute(.commonName, "Another CA")
    },
    Defect("ietf.rfc_5280.4-2-1-1.authority_key_identifier_differs", issuer: nothing) {
      $0.set(AuthorityKeyIdentifier(keyIdentifier: [1, 2]))
    },
    Defect(
      "ietf.rfc_5280.4-2-1-3.issuer_may_not_sign_certificates", issuer: { $0.set(KeyUsage.cRLSign, critical: true) },
      nothing),
    Defect("ietf.rfc_5280.4-2-1-9.issuer_is_no_ca", issuer: { $0.remove(BasicConstraints.self) }, nothing),
    Defect(
      "ietf.rfc_5280.4-2-1-9.path_length_exceeded", .issuingCA,
      issuer: { $0.set(BasicConstraints(isCA: true, pathLength: 0), critical: true) }, nothing),
    Defect(
      "ietf.rfc_5280.6-1-3.issuer_not_valid", options: ["--at", "2026-11-20T11:20:00Z"], issuer: nothing, nothing),
    Defect("sealgate.house.validity.exceeds_issuers", issuer: nothing) {
      $0.notAfter = Sample.time("2034-11-20T11:30:00Z")
    },
  ]
}
