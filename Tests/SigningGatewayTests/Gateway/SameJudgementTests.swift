import Assembly
import CommandLineTools
import Evidence
import Foundation
import PolicyGates
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// A request by what is changed in one that every gate admits.
struct ChangedRequest: Sendable, CustomStringConvertible {
  let description: String
  var isGranted = false
  var policy = CertificatePolicy.qcpNQSCD
  var isFromAnotherKey = false
  var isReserved = true
  var isKeyLocal = true
  var more: [String: JSONValue] = [:]
  var change: @Sendable (inout SampleCertificate) -> Void = { _ in }

  static let all: [ChangedRequest] = [
    ChangedRequest(description: "nothing", isGranted: true),
    ChangedRequest(description: "the policy, in the certificate too", isGranted: true, policy: .qcpN),
    ChangedRequest(description: "a CSR of another key", isFromAnotherKey: true),
    ChangedRequest(description: "a serial that nobody reserved", isReserved: false),
    ChangedRequest(description: "an imported key", isKeyLocal: false),
    ChangedRequest(description: "an event of later times", more: ["event": .string("renewal")]),
    ChangedRequest(description: "no QcSSCD") { $0.statements { $0.removeAll { $0 == .sscd } } },
    ChangedRequest(description: "no key usage") { $0.remove(KeyUsage.self) },
    ChangedRequest(description: "a short and a long defect") { sample in
      sample.subject(.surname)
      sample.notBefore = Sample.time("2026-11-01T00:00:00Z")
    },
  ]

  func body(_ scene: Scene) async throws -> [UInt8] {
    if !isKeyLocal { scene.subjectToken.hold(try Scene.attributes(of: scene.subjectKey, local: .no)) }
    let serial = isReserved ? try await scene.reserve() : [0x41] + [UInt8](repeating: 7, count: 15)
    let csrKey = isFromAnotherKey ? try TestKey(curve: .p256) : nil
    return try scene.body(serial: serial, policy: policy, csrKey: csrKey, more: more, change: change).canonicalBytes()
  }
}

@Suite struct SameJudgementTests {
  @Test(arguments: ChangedRequest.all)
  func `evaluation, signing and replay give the same findings`(request: ChangedRequest) async throws {
    let scene = try Scene()
    _ = try await scene.gateway.start([])
    let body = try await request.body(scene)
    let target = "/ca/v1/issuers/issuing/certificates"
    let evaluated = try await scene.send("POST", "\(target):evaluate", body)
    #expect(evaluated.status == 200, "\(evaluated.text)")
    let issued = try await scene.send("POST", target, body)
    #expect((issued.status == 201) == (evaluated.json["verdict"] == .string("admit")), "\(issued.text)")
    #expect(issued.json["findings"] == evaluated.json["findings"])
    #expect(request.isGranted == (issued.status == 201), "\(issued.text)")

    let export = try await SameJudgementTests.export(scene)
    let reread = try DecisionExport(json: export.json.canonicalBytes())
    #expect(reread.records == export.records && reread.blobs == export.blobs)
    #expect(reread.faults == [])
    let replay = try Replay(reread)
    #expect(replay.replayed == replay.recorded)
    #expect(JSONValue.array(replay.replayed.findings.map(\.json)) == evaluated.json["findings"])
    #expect(replay.verdict(under: replay.terms.baseline) == replay.replayed)
  }

  static func export(_ scene: Scene) async throws -> DecisionExport {
    let records = await scene.store.records
    let id = try #require(
      records.last { [.intent, .requestRefused].contains($0.kind) }?.value?["decision"]?.text.flatMap { DecisionID($0) }
    )
    let reader = DecisionReader(
      records: { from, limit throws(JournalError) in try await scene.store.records(from: from, limit: limit) },
      blob: { address throws(JournalError) in try await scene.store.blob(address) })
    return try #require(try await reader.export(id))
  }

  @Test func `an export holds the start, the reviewed files and all of the decision, and nothing of others`()
    async throws
  {
    let scene = try Scene()
    let file = ReviewedFile(name: "gateway.yaml", content: Array("schema: 1".utf8))
    _ = try await scene.gateway.start([file])
    for _ in 0..<2 { _ = try await scene.issue(try scene.body(serial: try await scene.reserve())) }
    let export = try await SameJudgementTests.export(scene)
    #expect(
      export.records.map(\.kind.rawValue) == ["service-started", "configuration-loaded", "intent", "outcome"])
    #expect(export.blobs[Blob(file.content).address] == file.content)
    #expect(export.records.filter { $0.kind == .intent }.map { $0.value?["decision"]?.text } == [export.decision.text])
  }

  @Test func `a change of a record or of a blob shows`() async throws {
    let scene = try Scene()
    _ = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    let good = try await SameJudgementTests.export(scene)
    for (address, content) in good.blobs {
      var blobs = good.blobs
      blobs[address] = content + [0]
      #expect(DecisionExport(decision: good.decision, records: good.records, blobs: blobs).faults.count == 1)
      blobs[address] = nil
      #expect(!DecisionExport(decision: good.decision, records: good.records, blobs: blobs).faults.isEmpty)
    }
    for (index, record) in good.records.enumerated() {
      var records = good.records
      records[index] = SealedRecord(
        sequence: record.sequence, previous: record.previous, time: record.time.adding(seconds: 1), kind: record.kind,
        body: record.body, hash: record.hash)
      #expect(DecisionExport(decision: good.decision, records: records, blobs: good.blobs).faults.count == 1)
    }
  }
}
