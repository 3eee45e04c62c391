import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import policy_gates

/// A certificate with all files of its process.
private struct Desk {
  let folder: Folder
  let certificate: String
  let application: String
  let service: String
  let officers: String
  let csr: String

  static let office = Result { try SampleOffice() }

  init(_ change: (inout SampleProcess) -> Void = { _ in }) throws {
    folder = try Folder()
    let key = try TestKeys.p256.get()
    var sample = SampleCertificate.subject(.qcpNQSCD)
    sample.key = try SampleKey(of: key)
    var process = SampleProcess(.qcpNQSCD, certificate: sample)
    change(&process)
    let office = try Desk.office.get()
    certificate = try folder.file("a.der", try process.certificate.tbs().derBytes)
    application = try folder.file("application.json", try office.document(process).canonicalBytes())
    service = try folder.file("service.yaml", Array(ServiceDescription.sampleYAML.utf8))
    officers = try folder.file("desk/officers.yaml", Array("schema: 1\n\(SampleOffice.configuration)\n".utf8))
    for (name, pem) in try office.files() { _ = try folder.file("desk/\(name)", Array(pem.utf8)) }
    csr = try folder.file("a.csr", Array(try key.certificationRequest(commonName: "anything").derBytes))
  }

  func run(without left: Set<String> = [], _ more: [String] = []) -> Run {
    let options = [("--evidence", application), ("--service", service), ("--officers", officers), ("--csr", csr)]
    let words = options.filter { !left.contains($0.0) }.flatMap { [$0.0, $0.1] }
    return Run(
      ["lint", "--policy", "qcp-n-qscd", "--house-rules", "--format", "json"] + words + more + [certificate])
  }
}

extension Run {
  fileprivate var rules: Set<String> {
    Set((objects.first?["findings"]?.elements ?? []).compactMap { $0["rule"]?.text })
  }

  fileprivate func list(_ member: String) -> [String] { objects.first?[member]?.elements?.compactMap(\.text) ?? [] }
}

@Suite struct EvidenceTests {
  @Test func `with the application the gates on the process judge, and the report says what is left`() throws {
    let run = try Desk().run()
    #expect(run.code == 0, "\(run.output)\(run.errors)")
    #expect(
      run.list("gates") == [
        "Form", "Boundary", "Registration", "Application", "Agreement", "QSCD", "Control", "Retention", "Profile",
      ])
    #expect(
      run.list("notEvaluated") == [
        "Boundary (requester)", "Precertificate", "Issuer", "QSCD (key origin)", "Lifecycle", "Signature",
      ])
  }

  @Test func `what the application lacks is a finding with its clause`() throws {
    let run = try Desk { $0.application.agreement?.durableForm = false }.run()
    #expect(run.code == 1)
    #expect(run.rules == ["etsi.en_319_411_1.ovr-6-3-4-04.terms_not_durable"])
  }

  @Test func `an application after it was signed is no longer what was signed`() throws {
    let desk = try Desk()
    let text = String(decoding: try Data(contentsOf: URL(filePath: desk.application)), as: UTF8.self)
    _ = try desk.folder.file("application.json", Array(text.replacing("passport", with: "pass card").utf8))
    #expect(desk.run().rules.contains("sealgate.house.registration.signature_invalid"))
  }

  @Test(arguments: [
    ("--officers", "sealgate.house.registration.signature_invalid"),
    ("--csr", "etsi.en_319_411_1.reg-6-3-1-01.proof_of_possession_missing"),
    ("--service", "etsi.en_319_411_1.reg-6-3-1-00c.method_not_allowed"),
  ])
  func `a file that is left out is no pass`(option: String, rule: String) throws {
    let run = try Desk().run(without: [option])
    #expect(run.code == 1)
    #expect(run.rules.contains(rule))
  }

  @Test func `an event that was not approved is refused`() throws {
    #expect(
      try Desk().run(["--event", "re-key"]).rules.contains(
        "etsi.en_319_411_1.gen-6-3-2-00a.approval_for_another"))
  }

  @Test func `the application says whom the certificate is about`() throws {
    let folder = try Folder()
    let application = try folder.file(
      "a.yaml", Array("schema: 1\nid: A-1\nregistration: {recordId: R-1, subjectKind: natural person}\n".utf8))
    let file = try folder.file("a.der", try SampleCertificate.subject(.ncp, .naturalPerson).tbs().derBytes)
    let kind = "sealgate.house.profile.subject_kind_not_declared"
    #expect(Run(["lint", "--policy", "ncp", "--format", "json", file]).rules.contains(kind))
    #expect(
      !Run(["lint", "--policy", "ncp", "--format", "json", "--evidence", application, file]).rules.contains(kind))
  }

  @Test func `the service says what its certificates must point at`() throws {
    let folder = try Folder()
    let service = try folder.file("s.yaml", Array("schema: 1\nstatus: {crl: true, ocsp: true}\n".utf8))
    var sample = SampleCertificate.subject()
    sample.remove(CRLDistributionPoints.self)
    let file = try folder.file("a.der", try sample.tbs().derBytes)
    #expect(Run(["lint", "--format", "json", file]).rules == [])
    #expect(
      Run(["lint", "--format", "json", "--service", service, file]).rules == [
        "etsi.en_319_412_2.gen-4-3-11-1.crl_not_named"
      ])
  }

  @Test(arguments: [
    (["--csr", "x"], "--csr cannot be used: x: cannot be opened"),
    (["--event", "rekey"], "--event is rekey, must be one of initial, "),
    (["--event", "renewal"], "--event says what becomes of an application or a certificate: --evidence or --previous"),
    (["--evidence", "/dev/null"], "--evidence cannot be used: /dev/null"),
    (["--precertificate", "x"], "--precertificate needs --issuer"),
  ])
  func `wrong usage ends with 2 and says what is wrong`(words: [String], complaint: String) {
    let run = Run(["lint"] + words + ["a.der"])
    #expect(run.code == 2)
    #expect(run.errors.contains(complaint), "\(run.errors)")
  }
}

@Suite struct PrecertificateTests {
  private func run(_ change: Change = Defect.nothing) throws -> Run {
    let folder = try Folder()
    let base = try #require(SampleCertificate.website(.evcp))
    let issuer = try folder.file(
      "ca.der", try Mint.authority(.issuingCA(), key: try Mint.issuing.get()).derBytes)
    let before = try folder.file("before.der", try Mint.certificate(base.precertificate(), change).derBytes)
    let after = try folder.file("after.der", try Mint.certificate(base).derBytes)
    return Run([
      "lint", "--policy", "evcp", "--format", "json", "--issuer", issuer, "--precertificate", before, after,
    ])
  }

  @Test func `a certificate is admitted beside its precertificate`() throws {
    let run = try run()
    #expect(run.code == 0, "\(run.output)\(run.errors)")
    #expect(run.list("gates").contains("Precertificate"))
    #expect(!run.list("notEvaluated").contains("Precertificate"))
  }

  @Test func `beside another's it is refused`() throws {
    #expect(
      try run { $0.serial[3] ^= 1 }.rules == ["ietf.rfc_6962.3-2.certificate_differs_from_precertificate"])
  }
}
