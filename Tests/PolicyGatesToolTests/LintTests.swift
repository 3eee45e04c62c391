import CommandLineTools
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import policy_gates

@Suite struct LintTests {
  @Test func `a certificate is admitted as DER, as PEM, and before it is signed`() throws {
    let folder = try Folder()
    let sample = certificate(try SampleCertificate.subject().tbs())
    let files = [
      try folder.file("a.der", sample.derBytes), try folder.file("a.pem", Array(sample.pem.utf8)),
      try folder.file("tbs.der", sample.tbsCertificate.derBytes),
    ]
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--format", "json"] + files)
    #expect(run.code == 0)
    #expect(run.errors == #"{"admitted":3,"files":3,"findings":{},"refused":0,"skipped":0,"unreadable":0}"# + "\n")
    #expect(run.objects.map { $0["verdict"] } == [.string("admit"), .string("admit"), .string("admit")])
    #expect(run.objects.map { $0["file"] } == files.map { .string($0) })
  }

  @Test func `a report has the members that the issue lists, and no others`() throws {
    let folder = try Folder()
    let file = try folder.file("a.der", try SampleCertificate.subject().tbs().derBytes)
    let report = try #require(Run(["lint", "--policy", "qcp-n-qscd", "--format", "json", file]).objects.first)
    #expect(report.keys.sorted() == ["file", "findings", "gates", "notEvaluated", "policy", "verdict"])
    #expect(report["gates"] == .array([.string("Form"), .string("Profile")]))
    let missing = [
      "Boundary", "Registration", "Application", "Agreement", "Precertificate", "Issuer", "QSCD", "Control",
      "Lifecycle",
      "Retention", "Signature",
    ]
    #expect(report["notEvaluated"] == .array(missing.map { .string($0) }))
    #expect(report["findings"] == .array([]))
  }

  @Test func `a finding names rule, clause, severity, field, found and required`() throws {
    let folder = try Folder()
    var sample = SampleCertificate.subject()
    sample.statements { $0.removeAll { $0 == .sscd } }
    let run = Run([
      "lint", "--policy", "qcp-n-qscd", "--format", "json", try folder.file("a", try sample.tbs().derBytes),
    ])
    #expect(run.code == 1)
    #expect(run.objects.first?["verdict"] == .string("refuse"))
    #expect(
      run.objects.first?["findings"]
        == .array([
          .object([
            "rule": .string("etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing"),
            "clause": .string("EN 319 411-2 V2.6.1 (2025-06) GEN-6.6.1-03, EN 319 412-5 QCS-5-01"),
            "severity": .string("error"), "field": .string("extensions.qcStatements.qcSSCD"),
            "found": .string("absent"), "required": .string("present"),
          ])
        ]))
  }

  @Test func `without a policy the certificate's own is taken, and the report says so`() throws {
    let folder = try Folder()
    let file = try folder.file("a", try SampleCertificate.subject(.qcpN).tbs().derBytes)
    let report = try #require(Run(["lint", "--format", "json", file]).objects.first)
    #expect(report["policy"] == .string("qcp-n"))
    #expect(report["policyFrom"] == .string("certificate"))
    #expect(report["verdict"] == .string("admit"))
    #expect(Run(["lint", file]).output.contains("policy qcp-n, as the certificate names it"))
  }

  @Test func `a certificate that names no policy is refused`() throws {
    let folder = try Folder()
    let file = try folder.file("a", try SampleCertificate.rootCA().tbs().derBytes)
    let run = Run(["lint", "--format", "json", file])
    #expect(run.code == 1)
    #expect(run.objects.first?["policy"] == .null)
    #expect(run.objects.first?["gates"] == .array([]))
    #expect(run.objects.first?["verdict"] == .string("refuse"))
  }

  @Test func `with an issuer the Issuer gate judges too`() throws {
    let folder = try Folder()
    let issuer = try folder.file("ca.pem", Array(certificate(try SampleCertificate.issuingCA().tbs()).pem.utf8))
    let other = try folder.file("root.pem", Array(certificate(try SampleCertificate.rootCA().tbs()).pem.utf8))
    let file = try folder.file("a", try SampleCertificate.subject().tbs().derBytes)
    let good = Run(["lint", "--policy", "qcp-n-qscd", "--issuer", issuer, "--format", "json", file])
    #expect(good.code == 0)
    #expect(good.objects.first?["gates"] == .array([.string("Form"), .string("Profile"), .string("Issuer")]))
    let bad = Run(["lint", "--policy", "qcp-n-qscd", "--issuer", other, file])
    #expect(bad.code == 1)
    #expect(bad.output.contains("ietf.rfc_5280.4-1-2-4.issuer_name_differs"))
  }

  @Test func `the time of issuance is notBefore, or the one that is given`() throws {
    let folder = try Folder()
    var sample = SampleCertificate.subject()
    sample.key = try SampleKey(of: TestKeys.rsa2048.get())
    let file = try folder.file("a", try sample.tbs().derBytes)
    #expect(Run(["lint", "--policy", "qcp-n-qscd", file]).code == 0)
    let late = Run(["lint", "--policy", "qcp-n-qscd", "--at", "2027-01-01", file])
    #expect(late.code == 1)
    #expect(late.output.contains("etsi.ts_119_312.6-2-2-1.rsa_below_3000_new"))
  }

  @Test func `house rules warn, and refuse when they are asked to`() throws {
    let folder = try Folder()
    var sample = SampleCertificate.subject()
    sample.statements { $0.removeAll { $0.id == .qcPDS } }
    let file = try folder.file("a", try sample.tbs().derBytes)
    let advisory = Run(["lint", "--policy", "qcp-n-qscd", file])
    #expect(advisory.code == 0)
    #expect(advisory.output.contains("stricter by house rule] warning: extensions.qcStatements.qcPDS"))
    #expect(Run(["lint", "--policy", "qcp-n-qscd", "--house-rules", file]).code == 1)
  }

  @Test func `an unreadable file is named, and the others are judged all the same`() throws {
    let folder = try Folder()
    let good = try folder.file("good", try SampleCertificate.subject().tbs().derBytes)
    let bad = try folder.file("bad", [0x30, 0x80, 0x00, 0x00])
    let absent = folder.path.appending(path: "absent").path
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--format", "json", bad, absent, good])
    #expect(run.code == 2)
    #expect(run.objects.map { $0["file"] } == [.string(bad), .string(absent), .string(good)])
    #expect(run.objects.map { $0["verdict"] } == [.string("refuse"), .string("refuse"), .string("admit")])
    #expect(run.objects.allSatisfy { $0.keys.sorted() == run.objects.last?.keys.sorted() })
    #expect(run.objects.first?["gates"] == .array([.string("Form")]))
    #expect(run.errors.contains("policy-gates: \(bad): certificate is an indefinite length"))
    #expect(run.errors.contains("policy-gates: \(absent): file is No such file or directory"))
  }

  @Test func `a refusal of what is no DER names field and clause`() throws {
    let folder = try Folder()
    let good = certificate(try SampleCertificate.subject().tbs())
    for der in [good.derBytes, good.tbsCertificate.derBytes] {
      var bytes = der
      let month = try #require(der.firstRange(of: Array("261120120000Z".utf8))).lowerBound + 2
      bytes[month] = UInt8(ascii: "9")
      let run = Run(["lint", "--format", "json", try folder.file("bad", bytes)])
      #expect(run.code == 2)
      guard case .array(let findings)? = run.objects.first?["findings"], case .object(let finding)? = findings.first
      else {
        Issue.record("no finding: \(run.output)")
        return
      }
      #expect(finding["rule"] == .string("ietf.rfc_5280.4-1.certificate_malformed"))
      #expect(finding["clause"] == .string("RFC 5280 (2008-05) 4.1"))
      #expect(finding["field"] == .string("validity.notBefore"))
    }
  }

  @Test func `words before a PEM block are skipped, and words alone are no certificate`() throws {
    let folder = try Folder()
    let pem = certificate(try SampleCertificate.subject().tbs()).pem
    #expect(Run(["lint", try folder.file("a.pem", Array(("Certificate:\n    Data:\n" + pem).utf8))]).code == 0)
    let words = Run(["lint", try folder.file("b.pem", Array("Certificate:\n".utf8))])
    #expect(words.code == 2)
    #expect(words.errors.contains("file is neither DER nor PEM"))
  }

  @Test func `a key that is none is refused by name`() throws {
    let folder = try Folder()
    let sample = try SampleCertificate.subject().tbs()
    let key = SubjectPublicKeyInfo(
      algorithm: sample.subjectPublicKeyInfo.algorithm, key: BitString(bytes: [4] + Array(repeating: 1, count: 64)))
    let tbs = try TBSCertificate(
      serialNumber: sample.serialNumber, signature: sample.signature, issuer: sample.issuer,
      validity: sample.validity, subject: sample.subject, subjectPublicKeyInfo: key, extensions: sample.extensions)
    let run = Run(["lint", "--policy", "qcp-n-qscd", try folder.file("a", tbs.derBytes)])
    #expect(run.code == 1)
    #expect(run.output.contains("sealgate.weakness.ec.point_off_curve"))
  }

  @Test func `what a certificate says cannot move the terminal's cursor`() throws {
    let folder = try Folder()
    var sample = SampleCertificate.subject()
    sample.statements {
      $0.removeAll { $0.id == .qcPDS }
      $0.append(.pds([QCPDSLocation(url: "http://\u{1B}[2Jgone", language: "en")]))
    }
    let run = Run(["lint", "--policy", "qcp-n-qscd", try folder.file("a", try sample.tbs().derBytes)])
    #expect(!run.output.contains("\u{1B}"))
    #expect(run.output.contains("http://\\u{1b}[2Jgone"))
  }

  @Test(arguments: [
    ([], "no verb"), (["lint"], "expected FILE…, found none"), (["frob"], "unknown verb frob"),
    (["lint", "--policy", "qcp", "x"], "--policy is qcp, must be one of qcp-n, "),
    (["lint", "--at", "noon", "x"], "--at is noon, must be a time"),
    (["lint", "--format", "xml", "/dev/null"], "--format is xml, must be one of text, json, sarif"),
    (["lint", "--issuer", "/nonexistent", "x"], "--issuer cannot be used: /nonexistent: file is No such file"),
  ])
  func `wrong usage ends with 2 and says what is wrong`(words: [String], complaint: String) {
    let run = Run(words)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(complaint))
  }
}

@Suite struct SignatureTests {
  private static let scheme = SignatureScheme.ecdsa(.sha256)

  @Test func `the issuer's signature is admitted and anybody else's refused`() throws {
    let folder = try Folder()
    let key = try TestKeys.p256.get()
    let issuer = try folder.file("ca.der", certificate(try SampleCertificate.issuingCA().tbs(key: key)).derBytes)
    let tbs = try SampleCertificate.subject().tbs()
    let signed = Certificate(
      tbs: tbs, signatureAlgorithm: tbs.signature, signature: try key.sign(tbs.derBytes, scheme: Self.scheme))
    let good = try folder.file("good", signed.derBytes)
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--issuer", issuer, "--format", "json", good])
    #expect(run.code == 0, "\(run.output)")
    #expect(run.objects.first?["gates"] == .array(["Form", "Profile", "Issuer", "Signature"].map { .string($0) }))
    let bad = Run([
      "lint", "--policy", "qcp-n-qscd", "--issuer", issuer, try folder.file("bad", certificate(tbs).derBytes),
    ])
    #expect(bad.code == 1)
    #expect(bad.output.contains("ietf.rfc_5280.4-1-1-3.signature_not_the_issuers [RFC 5280 (2008-05) 4.1.1.3, 6.1.3]"))
  }

  @Test func `another algorithm beside the signature is refused, with an issuer or without`() throws {
    let folder = try Folder()
    let tbs = try SampleCertificate.subject().tbs()
    let other = Certificate(tbs: tbs, signatureAlgorithm: .ecdsaWithSHA384, signature: [0])
    let run = Run(["lint", "--policy", "qcp-n-qscd", try folder.file("a", other.derBytes)])
    #expect(run.code == 1)
    #expect(run.output.contains("ietf.rfc_5280.4-1-1-2.signature_algorithm_differs"))
  }
}

extension SampleCertificate {
  /// With a key that can sign in the place of the sample's.
  fileprivate func tbs(key: TestKey) throws -> TBSCertificate {
    let tbs = try tbs()
    return try TBSCertificate(
      serialNumber: tbs.serialNumber, signature: tbs.signature, issuer: tbs.issuer, validity: tbs.validity,
      subject: tbs.subject, subjectPublicKeyInfo: SubjectPublicKeyInfo(der: key.spki), extensions: tbs.extensions)
  }
}

@Suite struct RulesAndHelpTests {
  @Test func `rules lists each rule on a line with its clause`() {
    let text = Run(["rules"]).output
    #expect(
      text.contains(
        "etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing error "
          + "[EN 319 411-2 V2.6.1 (2025-06) GEN-6.6.1-03, EN 319 412-5 QCS-5-01] certificate/Profile"))
    #expect(Run(["rules", "--format", "json"]).objects.count == text.split(separator: "\n").count)
  }

  @Test func `help names every option and exit code`() {
    let help = Run(["lint", "--help"])
    #expect(help.code == 0)
    for word in [
      "--policy", "--issuer", "--at", "--format", "--house-rules", "0 all certificates", "1 some", "2 wrong",
    ] {
      #expect(help.output.contains(word), "\(word)")
    }
    #expect(Run(["--help"]).output.contains("lint FILE…"))
  }
}
