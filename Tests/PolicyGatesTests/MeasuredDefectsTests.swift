import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

/// A valid certificate with one thing changed, and the rules that must name it; none where it is still valid.
struct MeasuredCertificate: Sendable, CustomTestStringConvertible {
  let name: String
  let policy: CertificatePolicy
  let rules: Set<String>
  let change: @Sendable (inout SampleCertificate) -> Void

  init(
    _ name: String, _ policy: CertificatePolicy, _ rules: Set<String> = [],
    _ change: @escaping @Sendable (inout SampleCertificate) -> Void
  ) {
    self.name = name
    self.policy = policy
    self.rules = rules
    self.change = change
  }

  var testDescription: String { name }

  func report(_ baseline: Baseline = .etsi2026) throws -> Evaluation {
    CertificateLint.evaluate(
      try subject(policy, change), form: CertificateForm(), issuer: nil,
      under: JudgingTerms(baseline: baseline, houseRules: .advisory))
  }
}

/// What pkilint and zlint were measured on (docs of the reference, section 11): 29 defects that neither names at WARNING
/// or above, and valid certificates of which pkilint calls six wrong.
@Suite struct MeasuredDefectsTests {
  @Test(arguments: names + types + statements + policies + validity + keys + context)
  func `a defect that nobody caught is named, and nothing else`(_ defect: MeasuredCertificate) throws {
    #expect(Set(try defect.report().findings.map(\.rule)) == defect.rules)
  }

  @Test func `there are 29 of them`() {
    let all =
      Self.names + Self.types + Self.statements + Self.policies + Self.validity + Self.keys + Self.context
    #expect(all.count == 29)
    #expect(all.allSatisfy { !$0.rules.isEmpty })
  }

  @Test(arguments: unusual)
  func `a certificate that is valid but unusual is admitted`(_ certificate: MeasuredCertificate) throws {
    let evaluation = try certificate.report()
    #expect(evaluation.admits)
    #expect(Set(evaluation.findings.map(\.rule)) == certificate.rules)
  }

  @Test(arguments: unusual.filter { $0.name.hasPrefix("EID") || $0.name.hasPrefix("EOR") })
  func `a type of identifier that V1.6.1 does not have is refused under the act's baseline`(
    _ certificate: MeasuredCertificate
  ) throws {
    #expect(
      try certificate.report(.cir2025).findings.map(\.rule)
        == ["etsi.en_319_412_1.nat-5-1-3-03.identifier_type_too_new"])
  }

  @Test func `an identifier of a person and one of an organisation may have a statement each before V2.6.1`() throws {
    let certificate = MeasuredCertificate("two statements of semantics", .qcpN) {
      $0.subject(.organizationName, "Example Works GmbH")
      $0.identify(.legal, .organizationIdentifier, "NTRDE-HRB654321")
      $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) }
    }
    #expect(try certificate.report(.cir2025).findings == [])
    #expect(
      try certificate.report(.etsi2026).findings.map(\.rule) == ["etsi.en_319_412_5.qcs-4-1-02a.statement_repeated"])
  }

  static let names = [
    MeasuredCertificate("pseudonym beside surname", .qcpN, ["etsi.en_319_412_2.nat-4-2-4-4.pseudonym_with_name"]) {
      $0.subject(.givenName)
      $0.subject(.pseudonym, "Erika")
    },
    MeasuredCertificate(
      "organisation under QCP-n", .qcpN, ["etsi.en_319_412_2.nat-4-2-4-1.subject_attribute_missing"]
    ) {
      $0.subject = Sample.organisationName
    },
    MeasuredCertificate(
      "person under QCP-l", .qcpL,
      [
        "etsi.en_319_412_3.leg-4-2-1-2.subject_attribute_missing", "sealgate.house.profile.personal_name_in_seal",
      ]
    ) { $0.subject = Sample.personName },
    MeasuredCertificate(
      "country in the directory attributes", .qcpN,
      ["etsi.en_319_412_2.gen-4-3-7-1.identification_in_directory_attributes"]
    ) {
      let country = Attribute(type: .countryName, values: [[0x13, 2, 0x44, 0x45]])
      $0.set(SubjectDirectoryAttributes([country]))
    },
  ]

  static let types = [
    MeasuredCertificate("QCP-n typed eseal", .qcpN, ["etsi.en_319_412_5.qcs-4-2-3.qctype_not_esign"]) {
      $0.replace(.qcType, .type([.qcTypeESeal]))
    },
    MeasuredCertificate("QCP-l typed esign", .qcpL, ["etsi.en_319_412_5.qcs-4-2-3.qctype_not_eseal"]) {
      $0.replace(.qcType, .type([.qcTypeESign]))
    },
    MeasuredCertificate("QCP-l without QcType", .qcpL, ["etsi.en_319_412_5.qcs-5-01.qctype_missing"]) {
      $0.replace(.qcType)
    },
    MeasuredCertificate(
      "QCP-n with key usage C", .qcpN,
      [
        "etsi.en_319_412_2.nat-4-3-2-2.key_usage_not_for_signatures",
        "etsi.en_319_412_2.nat-4-3-2-3.key_usage_not_type_a",
      ]
    ) { $0.set(KeyUsage.digitalSignature, critical: true) },
  ]

  static let statements = [
    MeasuredCertificate(
      "QCP-n without statements", .qcpN,
      [
        "etsi.en_319_412_5.qcs-5-01.qccompliance_missing", "sealgate.house.profile.qctype_missing",
        "sealgate.house.profile.qcpds_missing",
      ]
    ) { $0.remove(QCStatements.self) },
    MeasuredCertificate(
      "QCP-l without statements", .qcpL,
      [
        "etsi.en_319_412_5.qcs-5-01.qccompliance_missing", "etsi.en_319_412_5.qcs-5-01.qctype_missing",
        "sealgate.house.profile.qcpds_missing",
      ]
    ) { $0.remove(QCStatements.self) },
    MeasuredCertificate(
      "QCP-l-qscd without QcSSCD", .qcpLQSCD, ["etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing"]
    ) { $0.replace(.qcSSCD) },
    MeasuredCertificate("QCP-l with QcSSCD", .qcpL, ["etsi.en_319_411_2.gen-6-6-1-04.qcsscd_present"]) {
      $0.replace(.qcSSCD, .sscd)
    },
    MeasuredCertificate(
      "QCP-l with QcCClegislation", .qcpL, ["etsi.en_319_412_5.qcs-4-2-1-01.qccclegislation_present"]
    ) {
      $0.replace(.qcCClegislation, .ccLegislation(["DE"]))
    },
    MeasuredCertificate(
      "QcQSCDlegislation of Germany", .qcpNQSCD,
      ["etsi.en_319_412_5.qcs-4-2-5-01.qcqscdlegislation_of_member_state"]
    ) { $0.replace(.qcQSCDlegislation, .qscdLegislation(["DE"])) },
    MeasuredCertificate("unknown QcIdentMethod", .qcpN, ["etsi.en_319_412_5.qcs-4-3-5-01.qcidentmethod_unknown"]) {
      $0.replace(.qcIdentMethod, .identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 9)]))
    },
  ]

  static let policies = [
    MeasuredCertificate("two qualified policies", .qcpL, conflict) {
      $0.name(.qcpL, .qcpN)
    },
    MeasuredCertificate(
      "two general policies", .ncp, conflict.union(["sealgate.house.profile.subject_kind_not_declared"])
    ) { $0.name(.ncp, .lcp) },
    MeasuredCertificate(
      "a policy of the TSP's own that is in no register", .qcpN,
      ["etsi.en_319_411_2.gen-6-6-1-05.policy_identifier_missing"]
    ) { $0.set(CertificatePolicies([PolicyInformation(ObjectIdentifier(1, 3, 6, 1, 4, 1, 99999, 1))])) },
  ]

  static let validity = [
    MeasuredCertificate(
      "validity assured for 30 days", .qcpN,
      ["etsi.en_319_412_1.5-2-2.validity_assured_too_long"]
    ) {
      $0.notAfter = Sample.time("2026-12-20T11:59:59Z")
      $0.set(ValidityAssuredShortTerm())
    },
    MeasuredCertificate(
      "noRevAvail beside pointers", .qcpN, ["ietf.rfc_9608.3.no_rev_avail_contradicted"]
    ) {
      $0.set(NoRevAvail())
    },
    MeasuredCertificate("back-dated", .qcpN, ["sealgate.house.validity.back_dated"]) {
      $0.notBefore = Sample.time("2026-10-01T00:00:00Z")
    },
  ]

  static let keys = [
    MeasuredCertificate("RSA of 2048 bits from 2027 on", .qcpN, ["etsi.ts_119_312.6-2-2-1.rsa_below_3000_new"]) {
      $0.key = .rsa(bits: 2048)
      $0.notBefore = Sample.time("2027-02-01T00:00:00Z")
    },
    MeasuredCertificate("RSA of 2048 bits until 2029", .qcpN, ["etsi.ts_119_312.6-2-2-1.rsa_below_3000_end"]) {
      $0.key = .rsa(bits: 2048)
      $0.notAfter = Sample.time("2029-02-01T00:00:00Z")
    },
    MeasuredCertificate("RSA of 1024 bits", .qcpN, ["etsi.ts_119_312.6-2-2-1.rsa_modulus_too_short"]) {
      $0.key = .rsa(bits: 1024)
    },
    MeasuredCertificate("secp256k1", .qcpN, ["etsi.ts_119_312.6-2-2.key_type"]) {
      $0.key = .other(ObjectIdentifier(1, 3, 132, 0, 10))
    },
    MeasuredCertificate("P-192", .qcpN, ["etsi.ts_119_312.6-2-2.key_type"]) {
      $0.key = .other(ObjectIdentifier(1, 2, 840, 10045, 3, 1, 1))
    },
    MeasuredCertificate("SHA-1", .qcpN, ["etsi.ts_119_312.6-3.signature_suite"]) {
      $0.signature = AlgorithmIdentifier(.sha1WithRSAEncryption)
    },
  ]

  static let context = [
    MeasuredCertificate(
      "issuer without organizationIdentifier", .qcpN,
      ["etsi.en_319_412_2.gen-4-2-3-1-3.issuer_organization_identifier_missing"]
    ) { $0.issuer.removeAll { $0.type == .organizationIdentifier } },
    MeasuredCertificate("serial number 42", .qcpN, ["etsi.en_319_411_1.gen-6-3-3-02a.serial_number_short"]) {
      $0.serial = [42]
    },
  ]

  /// The reference names the first six; the others are of our choice.
  static let unusual = [
    MeasuredCertificate("EID in a serialNumber", .qcpN) { $0.identify(.natural, .serialNumber, "EIDSE-1234567890") },
    MeasuredCertificate("TIN of Greece", .qcpN) { $0.identify(.natural, .serialNumber, "TINEL-123456789") },
    MeasuredCertificate("NTR with a subdivision", .qcpL) {
      $0.identify(.legal, .organizationIdentifier, "NTRDE+HE-123456")
    },
    MeasuredCertificate("EOR of an organisation", .qcpL) {
      $0.identify(.legal, .organizationIdentifier, "EORSE-5561234567")
    },
    MeasuredCertificate("short-term, with noRevAvail and without a pointer", .qcpNQSCD) { $0 = .shortTerm() },
    MeasuredCertificate("QCP-n-qscd without QcType", .qcpNQSCD, ["sealgate.house.profile.qctype_missing"]) {
      $0.replace(.qcType)
    },
    MeasuredCertificate("pseudonym alone", .qcpN) {
      $0.subject(.givenName)
      $0.subject(.surname)
      $0.subject(.pseudonym, "Erika")
    },
    MeasuredCertificate("name in another script beside the subject's", .qcpN) {
      let name = Name([Sample.attribute(.commonName, "Ерика Мустерманн")])
      $0.set(SubjectAlternativeName([.directoryName(name)]))
    },
    MeasuredCertificate("organisation with a name of 90 letters", .qcpL) {
      $0.subject(.organizationName, String(repeating: "x", count: 90))
    },
    MeasuredCertificate("identifier of a national scheme", .qcpN) {
      $0.identify(.natural, .serialNumber, "EE:EE-123", [.uri("https://registry.example")])
    },
  ]

  private static let conflict: Set<String> = ["etsi.en_319_411_2.5-3.policy_identifiers_conflict"]
}

extension SampleCertificate {
  /// Puts statements in the place of those of a type.
  fileprivate mutating func replace(_ id: ObjectIdentifier, _ statements: QCStatement...) {
    self.statements { $0 = $0.filter { $0.id != id } + statements }
  }

  fileprivate mutating func name(_ policies: CertificatePolicy...) {
    set(CertificatePolicies(policies.compactMap { ObjectIdentifier($0.dottedOID) }.map { PolicyInformation($0) }))
  }

  fileprivate mutating func identify(
    _ semantics: ObjectIdentifier, _ attribute: ObjectIdentifier, _ value: String, _ authorities: [GeneralName] = []
  ) {
    subject(attribute, value)
    replace(
      .qcSyntaxV2, .semantics(QCSemantics(identifier: semantics, nameRegistrationAuthorities: authorities)))
  }
}
