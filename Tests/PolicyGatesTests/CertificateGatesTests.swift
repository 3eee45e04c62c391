import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

private func rules(_ evaluation: Evaluation) -> [String] { evaluation.findings.map(\.rule) }

@Suite struct CertificateGatesTests {
  @Test(arguments: CertificatePolicy.allCases)
  func `the sample certificate is admitted without a finding`(policy: CertificatePolicy) throws {
    let evaluation = CertificateGates.evaluate(try evidence(policy))
    #expect(evaluation.findings == [])
    #expect(
      evaluation.gates == [
        "Boundary", "Registration", "Application", "Agreement", "Profile", "Precertificate", "Issuer", "QSCD",
        "Control", "Lifecycle", "Retention",
      ])
    #expect(evaluation.admits)
  }

  @Test(arguments: [CertificatePolicy.ncp, .ncpPlus, .lcp], [SubjectKind.legalPerson, .device])
  func `a certificate of an organisation or of a device is admitted without a finding`(
    policy: CertificatePolicy, kind: SubjectKind
  ) throws {
    let evidence = try evidence(policy) {
      $0.certificate = .subject(policy, kind)
      $0.process {
        $0.application.registration?.subjectKind = kind
        $0.application.registration?.representative = "mandate M-1"
      }
    }
    #expect(CertificateGates.evaluate(evidence).findings == [])
  }

  @Test func `the permit binds the bytes, the key, the scheme and a minute`() throws {
    let evidence = try evidence()
    switch CertificateGates.decide(evidence) {
    case .refused(let evaluation): Issue.record("refused: \(evaluation.findings)")
    case .admitted(let permit, _):
      #expect(permit.messages == [evidence.request.tbsCertificate])
      #expect(permit.key == evidence.issuerKey)
      #expect(permit.publicKey == SampleKey.issuing.info.derBytes)
      #expect(permit.scheme == .ecdsa(.sha256))
      #expect(permit.expires == Sample.now.adding(seconds: 60))
    }
  }

  @Test func `a short-term certificate is admitted`() throws {
    let evaluation = CertificateGates.evaluate(try evidence { $0.certificate = .shortTerm() })
    #expect(evaluation.findings == [])
  }

  @Test func `an imported key is refused by origin alone`() throws {
    let refused = try evidence {
      $0.origin.evidenceClass = .attributesLiveCertifiedChannel
      $0.origin.set(.generatedInside, .no)
      $0.origin.set(.generationMechanism, .unknown)
    }
    #expect(
      rules(CertificateGates.evaluate(refused)) == [
        "etsi.en_319_411_2.sdp-6-5-1-04.not_generated_inside", "etsi.en_319_411_2.sdp-6-5-1-04.generation_mechanism",
      ])
  }

  @Test func `a claim that is not known is refused like one that is false`() throws {
    let unknown = try evidence { $0.origin.set(.everExtractable, .unknown) }
    #expect(rules(CertificateGates.evaluate(unknown)) == ["etsi.en_319_411_2.sdp-6-5-1-02.not_never_extractable"])
  }

  @Test func `the same TBS without the QSCD statement is refused by profile alone`() throws {
    let refused = try evidence { $0.certificate.statements { $0.removeAll { $0 == .sscd } } }
    #expect(rules(CertificateGates.evaluate(refused)) == ["etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing"])
  }

  @Test func `all findings are collected, those of every gate`() throws {
    let refused = try evidence {
      $0.requester = Requester(
        id: "nobody", certificateSHA256: SampleKey.root.facts.spkiSHA256, issuers: [], policies: [])
      $0.serial = .unknown
      $0.origin.isAttested = false
      $0.certificate.issuer = Sample.rootName
    }
    #expect(
      rules(CertificateGates.evaluate(refused)) == [
        "etsi.en_319_411_1.reg-6-3-2-02.requester_not_authorised_for_issuer",
        "etsi.en_319_411_1.reg-6-3-2-02.requester_not_authorised_for_policy",
        "ietf.rfc_5280.4-1-2-4.issuer_name_differs",
        "etsi.en_319_411_2.sdp-6-5-1-04.key_origin_unknown",
        "sealgate.house.serial.not_reserved",
      ])
  }

  @Test func `an algorithm that nobody agreed to yields findings and no permit`() throws {
    let refused = try evidence { $0.certificate.signature = AlgorithmIdentifier(.sha1WithRSAEncryption) }
    switch CertificateGates.decide(refused) {
    case .admitted: Issue.record("admitted")
    case .refused(let evaluation): #expect(rules(evaluation) == ["etsi.ts_119_312.6-3.signature_suite"])
    }
  }

  @Test func `SoftHSM's live attributes are enough in a demo, with a demo device`() throws {
    let demo = try evidence {
      $0.demo = true
      $0.origin.evidenceClass = .attributesLive
      $0.origin.device = SampleOrigin.record(demo: true)
    }
    #expect(CertificateGates.evaluate(demo).findings == [])
  }

  @Test func `a finding reads as one sentence with rule, clause, field, found and required`() throws {
    let refused = try evidence { $0.certificate.statements { $0.removeAll { $0 == .sscd } } }
    #expect(
      CertificateGates.evaluate(refused).findings.map(\.description) == [
        "etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing "
          + "[EN 319 411-2 V2.6.1 (2025-06) GEN-6.6.1-03, EN 319 412-5 QCS-5-01] error: "
          + "extensions.qcStatements.qcSSCD is absent, must be present"
      ])
  }
}

@Suite struct CACertificateGatesTests {
  @Test(arguments: [CACertificateEvidence.Kind.root, .issuing])
  func `the sample CA certificate is admitted without a finding`(kind: CACertificateEvidence.Kind) throws {
    let evaluation = CACertificateGates.evaluate(try SampleCAEvidence(kind).evidence())
    #expect(evaluation.findings == [])
    #expect(evaluation.gates == ["Request", "Profile", "KeyOrigin", "Chain", "Plan"])
  }

  @Test func `attributes that the ceremony read itself are enough`() throws {
    var sample = SampleCAEvidence(.root)
    sample.origin.evidenceClass = .attributesLive
    #expect(CACertificateGates.evaluate(try sample.evidence()).findings == [])
  }

  @Test func `an extractable CA key is refused`() throws {
    var sample = SampleCAEvidence(.issuing)
    sample.origin.set(.extractableWrapped, .yes)
    #expect(
      rules(CACertificateGates.evaluate(try sample.evidence())) == ["etsi.en_319_411_2.sdp-6-5-1-02.extractable"])
  }

  @Test func `a root that another key is to sign is refused`() throws {
    var sample = SampleCAEvidence(.root)
    sample.issuerKey = .subject
    #expect(rules(CACertificateGates.evaluate(try sample.evidence())) == ["sealgate.gates.issuer.key_differs"])
  }

  @Test func `a root under another name than its own is refused`() throws {
    var sample = SampleCAEvidence(.root)
    sample.certificate.issuer = Sample.issuingName
    #expect(rules(CACertificateGates.evaluate(try sample.evidence())) == ["ietf.rfc_5280.4-1-2-4.issuer_name_differs"])
  }

  @Test func `the permit for a CA certificate is for its bytes`() throws {
    let evidence = try SampleCAEvidence(.issuing).evidence()
    switch CACertificateGates.decide(evidence) {
    case .refused(let evaluation): Issue.record("refused: \(evaluation.findings)")
    case .admitted(let permit, _): #expect(permit.messages == [evidence.tbsCertificate])
    }
  }
}

@Suite struct HouseRulesTests {
  private let advisory = JudgingTerms(baseline: .etsi2026, houseRules: .advisory)
  private let enforced = JudgingTerms(baseline: .etsi2026)
  private let missingPDS = { (sample: inout SampleCertificate) in
    sample.statements { $0.removeAll { $0.id == .qcPDS } }
  }

  @Test func `a house rule refuses where something gets signed`() throws {
    let evaluation = CertificateGates.evaluate(try evidence { missingPDS(&$0.certificate) })
    #expect(evaluation.findings.map(\.severity) == [.error])
    #expect(evaluation.findings.map(\.clause) == ["EN 319 412-5 V2.6.1 (2026-06) QCS-5-01, stricter by house rule"])
  }

  @Test func `a house rule refuses where something gets signed, whatever the terms`() throws {
    let evaluation = CertificateGates.evaluate(
      try evidence {
        missingPDS(&$0.certificate)
        $0.terms = advisory
      })
    #expect(evaluation.findings.map(\.severity) == [.error])
  }

  @Test func `a house rule warns where others' certificates are reported on`() throws {
    let content = try subject(.qcpNQSCD, missingPDS)
    let evaluation = CertificateLint.evaluate(content, form: CertificateForm(), issuer: nil, under: advisory)
    #expect(evaluation.findings.map(\.severity) == [.warning])
    #expect(evaluation.admits)
    #expect(!CertificateLint.evaluate(content, form: CertificateForm(), issuer: nil, under: enforced).admits)
  }

  @Test func `a standard's rule refuses in a report too`() throws {
    let content = try subject(.qcpNQSCD) { $0.statements { $0.removeAll { $0 == .sscd } } }
    #expect(!CertificateLint.evaluate(content, form: CertificateForm(), issuer: nil, under: advisory).admits)
  }
}

@Suite struct PolicyNamedByCertificateTests {
  @Test func `a qualified policy goes before the one that it is built on`() throws {
    let content = try subject {
      $0.set(
        CertificatePolicies(
          ["0.4.0.2042.1.2", "0.4.0.194112.1.2"].compactMap { ObjectIdentifier($0) }.map { PolicyInformation($0) }))
    }
    #expect(CertificateLint.policy(namedBy: content.tbs) == .qcpNQSCD)
    #expect(CertificateLint.policy(namedBy: try rootCA().tbs) == nil)
  }
}

@Suite struct RuleCatalogueTests {
  @Test func `every id is unique`() {
    let ids = RuleCatalogue.all.map(\.metadata.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.count > 100)
  }

  @Test func `every rule under House says that it is a house rule`() {
    for rule in RuleCatalogue.all {
      #expect(rule.metadata.id.hasPrefix("sealgate.house.") == rule.metadata.source.isHouseRule, "\(rule.metadata.id)")
    }
  }

  @Test func `shared rules name all the gates that ask them`() {
    let version = RuleCatalogue.all.first { $0.metadata.id == "ietf.rfc_5280.4-1-2-1.version_not_v3" }
    #expect(version?.gates == ["certificate/Profile", "ca-certificate/Profile"])
  }
}
