import DER
import Evidence
import Foundation
import PolicyGates
import TestSupport
import Testing
import X509

@testable import policy_gates

extension Defect {
  static let all =
    ofForm + ofKeys + ofNames + ofIssuers + ofExtensions + ofUsageAndPolicies + ofCAs + ofStatements
    + ofWebsites + ofPayments + ofPrecertificates

  /// Weak keys are made one by one, with their weakness, in the tests of `Cryptography`.
  static let elsewhere = ["sealgate.weakness.", "sealgate.house.weakness."]

  /// Rules that no file alone can break, or none without breaking another, and why.
  static let unreachable: [String: String] = [
    "etsi.en_319_412_2.gen-4-3-11-1.crl_not_named": "which services the CA runs stands in the gateway's configuration",
    "etsi.en_319_412_2.gen-4-4-1-5.ocsp_not_named": "which services the CA runs stands in the gateway's configuration",
    "sealgate.house.profile.status_pointer_not_served": "which services the CA runs stands in the configuration",
    "etsi.en_319_411_2.gen-6-6-1-07.policy_not_registered": "the register of the TSP's policies is none of a file's",
    "etsi.en_319_411_2.gen-6-6-1-07.base_policy_differs": "the register of the TSP's policies is none of a file's",
    "etsi.en_319_411_2.gen-6-6-1-07.policy_not_in_force": "the register of the TSP's policies is none of a file's",
    "sealgate.house.profile.demo_not_in_pds": "demo is said by the gateway's configuration",
    "sealgate.gates.issuer.key_differs": "the key on the token is none of a file's",
    "sealgate.gates.profile.key_facts_differ": "the lint reads the key itself",
    "ietf.rfc_5280.4-1-2-1.version_not_v3":
      "an older version with extensions is malformed, and one without breaks every rule that wants an extension",
    "ietf.rfc_5280.4-1-2-4.relative_name_type_repeated": "the samples write one attribute into each relative name",
    "sealgate.house.signature.not_verifiable":
      "it takes a CA's key that we cannot sign with, and every CA here signs; the lint's own tests have one",
    "ietf.rfc_6962.3-3.precertificate_missing": "without a precertificate its gate is not asked",
    "ietf.rfc_6962.3-1.precertificate_malformed": "the lint does not begin with a file that it cannot read",
    "sealgate.gates.issuer.signature_algorithm": "a signature of another kind of key does not verify, so both speak",
  ]
}

extension Defect {
  /// What cannot but be broken with the rule, such as the narrower should of the same clause.
  static let implied: [String: Set<String>] = [
    "etsi.en_319_412_2.nat-4-3-2-2.key_usage_not_for_signatures": [
      "etsi.en_319_412_2.nat-4-3-2-3.key_usage_not_type_a"
    ],
    "cabf.tls_br.7-1-4-3.common_name_unknown": ["cabf.tls_br.7-1-2-7.subject_attribute_discouraged"],
    "cabf.tls_br.7-1-2-7-9.policy_qualifier": ["cabf.tls_br.7-1-2-7-9.policy_qualifier_discouraged"],
    "etsi.ts_119_495.gen-5-2-3-2.authority_id": ["etsi.ts_119_495.gen-5-2-1-3.authorisation_number"],
  ]
}

@Suite struct GeneratorTests {
  @Test func `each rule on certificates has a certificate that breaks it alone, or a reason why not`() {
    let onFiles = RuleCatalogue.all.filter { rule in
      rule.gates.contains {
        ["certificate/Profile", "certificate/Precertificate", "certificate/Issuer", "lint/Form", "lint/Signature"]
          .contains($0)
      }
    }
    let rules = Set(onFiles.map(\.metadata.id))
    let broken = Set(Defect.all.map(\.rule))
    let missing = rules.subtracting(broken).subtracting(Defect.unreachable.keys)
    let wanted = missing.filter { rule in !Defect.elsewhere.contains { rule.hasPrefix($0) } }
    #expect(wanted.sorted() == [], "no defect")
    #expect(broken.union(Defect.unreachable.keys).subtracting(rules).sorted() == [], "no rule")
    #expect(broken.intersection(Defect.unreachable.keys).sorted() == [], "reachable after all")
  }

  @Test(arguments: Defect.all) func `one defect, one rule`(defect: Defect) throws {
    let folder = try Folder()
    var options = defect.base.options + defect.options
    if let issuer = try defect.issuerDER() { options += ["--issuer", try folder.file("ca.der", issuer)] }
    if let before = try defect.precertificateDER() {
      options += ["--precertificate", try folder.file("before.der", before)]
    }
    let file = try folder.file("a.der", try defect.der())
    let run = Run(["lint", "--house-rules", "--format", "json"] + options + [file])
    let findings = run.objects.first?["findings"]?.elements ?? []
    let expected = Defect.implied[defect.rule, default: []].union([defect.rule])
    #expect(Set(findings.compactMap { $0["rule"]?.text }) == expected, "\(run.output)\(run.errors)")
  }

  @Test(arguments: Base.admitted.keys.sorted())
  func `what is valid, however unusual, is admitted without a finding`(name: String) throws {
    let base = try #require(Base.admitted[name])
    let folder = try Folder()
    let file = try folder.file("a.der", try Mint.certificate(base.sample).derBytes)
    let run = Run(["lint", "--house-rules", "--format", "json"] + base.options + [file])
    #expect(run.objects.first?["findings"] == .array([]), "\(run.output)\(run.errors)")
  }
}

extension Defect {
  /// The rule's, or `house` where it is ours and a refusal in the gateway.
  fileprivate var severity: String {
    let metadata = RuleCatalogue.all.first { $0.metadata.id == rule }?.metadata
    guard let metadata else { return "-" }
    return metadata.source.isHouseRule ? "house" : metadata.severity.rawValue
  }
}

@Suite struct GeneratedFolderTests {
  /// `SEALGATE_GENERATE=DIR` keeps what the other judges and the bench read: `admitted` and `defects`, an index of the
  /// options for each certificate, and `many`, as many certificates of all bases as `SEALGATE_GENERATE_COUNT` says.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SEALGATE_GENERATE"] != nil))
  func `a folder of certificates for other judges`() throws {
    let environment = ProcessInfo.processInfo.environment
    let top = URL(filePath: try #require(environment["SEALGATE_GENERATE"]))
    var index: [String] = []
    func write(_ name: String, _ der: [UInt8], _ options: [String], _ severity: String) throws {
      let url = top.appending(path: name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(der).write(to: url)
      index.append(([name, severity] + options).joined(separator: "\t"))
    }
    for (name, base) in Base.admitted {
      try write("admitted/\(name).der", try Mint.certificate(base.sample).derBytes, base.options, "-")
    }
    for defect in Defect.all {
      try write("defects/\(defect.rule).der", try defect.der(), defect.base.options + defect.options, defect.severity)
    }
    try index.joined(separator: "\n").appending("\n").write(
      to: top.appending(path: "index.tsv"), atomically: true, encoding: .utf8)
    let bases = Base.admitted.filter { $0.value.options.first == "--policy" }.sorted { $0.key < $1.key }
    // The many are for speed and stand in no index.
    for number in 0..<(Int(environment["SEALGATE_GENERATE_COUNT"] ?? "") ?? 0) {
      let (name, base) = bases[number % bases.count]
      let certificate = try Mint.certificate(base.sample) { sample in
        sample.serial = [0x40] + (0..<15).map { UInt8(truncatingIfNeeded: (number &* 2_654_435_761) >> $0) }
        if Base.websites[name] == nil { sample.subject(.commonName, "Person \(number)") }
      }
      try write("many/\(number / 1000)/\(number)-\(name).der", certificate.derBytes, [], "-")
    }
  }
}

extension Base {
  /// By name: what is admitted, of every policy that has rules.
  static let admitted: [String: Base] = [
    "qcp-n": .subject(.qcpN), "qcp-n-qscd": .signature, "qcp-l": .subject(.qcpL), "qcp-l-qscd": .seal,
    "ncp-natural": .person, "ncp-legal": .subject(.ncp, "legal"), "ncp-device": .subject(.ncp, "device"),
    "ncpplus-natural": .subject(.ncpPlus, "natural"), "ncpplus-legal": .subject(.ncpPlus, "legal"),
    "lcp-natural": .subject(.lcp, "natural"), "lcp-legal": .subject(.lcp, "legal"),
    "short-term": .shortTerm, "issuing-ca": .issuingCA, "root-ca": .rootCA,
  ].merging(websites) { base, _ in base }.merging(unusual) { base, _ in base }

  /// Final, and as logs saw them before.
  static let websites: [String: Base] = Dictionary(
    CertificatePolicy.allCases.flatMap { policy -> [(String, Base)] in
      guard let base = website(policy) else { return [] }
      let before = Base(sample: base.sample.precertificate(), options: base.options)
      return [(policy.rawValue, base), ("precertificate-\(policy.rawValue)", before)]
    }, uniquingKeysWith: { base, _ in base })

  /// Valid, and such as other linters were seen to refuse.
  static let unusual: [String: Base] = [
    "unusual-eid": changed(.signature) { sample in
      sample.statements { $0.append(.semantics(QCSemantics(identifier: ObjectIdentifier(0, 4, 0, 194121, 1, 1)))) }
      sample.subject(.serialNumber, "EIDSE-5561234567")
    },
    "unusual-ntr-subdivision": changed(.seal) { sample in
      sample.statements { $0.append(.semantics(QCSemantics(identifier: ObjectIdentifier(0, 4, 0, 194121, 1, 2)))) }
      sample.subject(.organizationIdentifier, "NTRDE+HE-HRB654321")
    },
    "unusual-eor": changed(.seal) { sample in
      sample.statements { $0.append(.semantics(QCSemantics(identifier: ObjectIdentifier(0, 4, 0, 194121, 1, 2)))) }
      sample.subject(.organizationIdentifier, "EORSE-5561234567")
    },
    "unusual-pseudonym": changed(.signature) { sample in
      sample.subject(.givenName)
      sample.subject(.surname)
      sample.subject(.pseudonym, "em")
    },
    "unusual-unknown-extension": changed(.signature) {
      $0.set(Extension(oid: ObjectIdentifier(1, 2, 3, 4), critical: false, value: [5, 0]))
    },
    "unusual-basic-constraints": changed(.signature) { $0.set(BasicConstraints(isCA: false)) },
    "unusual-ldap-crl": changed(.signature) {
      $0.set(
        CRLDistributionPoints([DistributionPoint(uri: "ldap://demo.example/cn=issuing?certificateRevocationList")]))
    },
    "unusual-third-country-device": changed(.subject(.qcpN)) {
      $0.statements { $0.append(.qscdLegislation(["CH"])) }
    },
  ]

  private static func changed(_ base: Base, _ change: (inout SampleCertificate) -> Void) -> Base {
    var sample = base.sample
    change(&sample)
    return Base(sample: sample, options: base.options)
  }
}
