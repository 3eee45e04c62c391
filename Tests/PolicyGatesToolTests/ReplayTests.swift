import Applications
import Assembly
import Cryptography
import Evidence
import PolicyGates
import RecordStores
import Records
import TestSupport
import Testing
import X509

@testable import policy_gates

@Suite struct ReplayTests {
  /// A refusal on record as the gateway would have written it, `change` apart.
  private static func export(
    _ change: (inout [RecordedFinding], inout [String]) -> Void = { _, _ in }
  ) async throws -> DecisionExport {
    var sample = SampleEvidence(.qcpNQSCD)
    // Of a standard whose edition differs between the baselines.
    sample.certificate.remove(AuthorityKeyIdentifier.self)
    let (tbs, issuer) = (try sample.certificate.tbs(), try sample.issuer.tbs())
    let request = SigningRequest(
      issuer: "issuing", tbsCertificate: tbs.derBytes, csr: nil, policy: .qcpNQSCD, event: .initial,
      application: Array(#"{"id":"A-1","schema":1}"#.utf8), attestation: nil, previousCertificate: nil,
      precertificate: nil,
      digest: Hash.digest(tbs.derBytes))
    let circumstances = Circumstances(
      requester: sample.requester, requesterCertificate: [1],
      issuer: IssuerFacts(certificate: issuer, publicKey: sample.issuerKey.facts),
      issuerCertificate: certificate(issuer).derBytes,
      issuerKey: KeyIdentity(ckaID: [1], spkiSHA256: sample.issuerKey.facts.spkiSHA256), liveAttributes: nil,
      device: nil, registers: RegisterAnswers(serial: sample.serial), service: .empty, officers: OfficerRegister([]),
      terms: JudgingTerms(baseline: .etsi2026), demo: false, now: Sample.now)
    let evaluation = CertificateGates.evaluate(
      circumstances.evidence(try CertificateReading(request), origin: AppraisedOrigin(key: nil, source: nil)))
    var findings = evaluation.findings.map {
      RecordedFinding(
        rule: $0.rule, clause: $0.clause, severity: $0.severity.rawValue, field: $0.field, found: $0.found,
        required: $0.required)
    }
    var gates = evaluation.gates
    change(&findings, &gates)
    let decision = DecisionID.random()
    let store = MemoryStore { Sample.now }
    try await Journal(store).refuse(
      Judgement(
        decision: decision, request: request.digest, requester: "ra-1", issuer: "issuing",
        policy: request.policy.rawValue, event: "initial", serial: nil, subjectKey: nil, decidedAt: Sample.now,
        gates: gates, findings: findings, configuration: Hash.digest([]), demo: false,
        evidence: RawEvidence(request, circumstances).items.map { EvidenceItem($0.name.rawValue, $0.content) }))
    let records = await store.records(from: 1, limit: 10)
    var blobs: [Digest: [UInt8]] = [:]
    for address in records.flatMap(\.blobAddresses) { blobs[address] = await store.blob(address) }
    return DecisionExport(decision: decision, records: records, blobs: blobs)
  }

  private func file(_ folder: Folder, _ export: DecisionExport) throws -> String {
    try folder.file("record.json", export.json.canonicalBytes())
  }

  @Test func `a decision judged again gives the same verdict and findings`() async throws {
    let folder = try Folder()
    let path = try file(folder, try await ReplayTests.export())
    let run = Run(["replay", path])
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("same verdict, gates and findings"))
    let report = try #require(Run(["replay", "--format", "json", "--baseline", "cir-2025-1943", path]).objects.first)
    #expect(report["same"] == .bool(true))
    #expect(report["recorded"] == report["replayed"])
    #expect(report["other"]?["baseline"] == .string("cir-2025-1943"))
    #expect(report["other"]?["result"]?["verdict"] == .string("refuse"))
    #expect(report["other"]?["result"]?["findings"] != report["replayed"]?["findings"], "the editions differ")
  }

  @Test func `what differs from the record is told, and ends with 1`() async throws {
    let folder = try Folder()
    let export = try await ReplayTests.export { findings, _ in
      findings.removeFirst()
      findings.append(
        RecordedFinding(
          rule: "old.rule", clause: "Old 1", severity: "error", field: "a", found: "b", required: "c"))
    }
    let run = Run(["replay", try file(folder, export)])
    #expect(run.code == 1)
    #expect(run.output.contains("the replay differs"))
    #expect(run.output.contains("\n  - old.rule [Old 1] error: a is b, must be c\n"))
    #expect(run.output.contains("\n  + "))
  }

  @Test func `a gate that was not asked then is told`() async throws {
    let folder = try Folder()
    let export = try await ReplayTests.export { _, gates in gates.removeLast() }
    let run = Run(["replay", try file(folder, export)])
    #expect(run.code == 1)
    #expect(run.output.contains("  gates: "))
  }

  @Test func `a damaged record is not judged`() async throws {
    let folder = try Folder()
    let good = try await ReplayTests.export()
    var blobs = good.blobs
    let address = try #require(blobs.keys.first)
    blobs[address] = [0]
    let damaged = DecisionExport(decision: good.decision, records: good.records, blobs: blobs)
    let run = Run(["replay", try file(folder, damaged)])
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.errors.contains("blob \(address.hex): its content hashes to "))
    let other = DecisionExport(decision: .random(), records: good.records, blobs: good.blobs)
    #expect(Run(["replay", try file(folder, other)]).errors.contains("no intent and no refusal"))
    #expect(Run(["replay", try folder.file("text", Array("{}".utf8))]).code == 2)
  }
}
