import Assembly
import CommandLineTools
import Evidence
import Foundation
import RecordStores
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// What `log show` and `log export` make of changed documents.
@Suite struct DocumentLogTests {
  private func document(_ key: String) -> RegisterDocument {
    RegisterDocument(register: "credentials", key: key, body: .null)
  }

  @Test func `a line names documents by revision, and what the vault keeps and loses`() async throws {
    let scene = try Scene()
    let journal = Journal(scene.store)
    let first = try await journal.put(
      .credentialChanged, [document("a"), document("b")], note: .null, keeps: [VaultItem("key/a", [1])],
      at: Sample.now)
    let changes = try await journal.put(
      .credentialChanged, [document("a").changed(to: .null)], note: .null, erases: ["key/a"], at: Sample.now)
    let many = try await journal.put(.sessionChanged, (1...7).map { document("c\($0)") }, note: .null, at: Sample.now)
    func end(_ record: SealedRecord) -> Substring {
      RecordLine.text(of: record).drop { $0 != "-" }.drop { $0 != "Z" }.dropFirst(2)
    }
    #expect(end(first) == "credential-changed documents=credentials/a@1,credentials/b@1 keeps=key/a")
    #expect(end(changes) == "credential-changed documents=credentials/a@2 erases=key/a")
    #expect(end(many).hasSuffix("credentials/c4@1,credentials/c5@1,and 2 more"))
  }

  @Test func `an export holds the changes of documents that name its decision, and the start of its own run`()
    async throws
  {
    let scene = try Scene()
    let journal = Journal(scene.store)
    func intend(_ id: DecisionID) async throws {
      let judgement = Judgement(
        decision: id, request: Blob(Array(id.text.utf8)).address, requester: "client", issuer: "none", policy: "none",
        event: "signature", serial: nil, subjectKey: nil, decidedAt: Sample.now, gates: [], findings: [],
        configuration: Blob([]).address, demo: true, evidence: [])
      _ = try await journal.intend(
        Intent(
          judgement: judgement, key: KeyIdentity(ckaID: [1], spkiSHA256: Blob([1]).address), scheme: .ed25519,
          messages: [[1]], counts: [Consumption(register: "uses", value: "a")],
          documents: [document(id.text)]))
    }
    let (own, other) = (DecisionID.random(), DecisionID.random())
    func note(_ id: DecisionID) -> JSONValue { .object(["decision": .string(id.text)]) }
    _ = try await scene.gateway.start([])
    try await journal.put(.activationChanged, [document("a")], note: note(own), at: Sample.now)
    try await journal.put(.activationChanged, [document("b")], note: note(other), at: Sample.now)
    _ = try await scene.gateway.start([])
    let start = try await scene.store.lastSequence()
    try await intend(own)
    try await intend(other)
    let reader = DecisionReader(
      records: { from, limit throws(JournalError) in try await scene.store.records(from: from, limit: limit) },
      blob: { address throws(JournalError) in try await scene.store.blob(address) })
    let export = try #require(try await reader.export(own))
    #expect(export.faults == [])
    #expect(export.records.map(\.kind) == [.activationChanged, .serviceStarted, .configurationLoaded, .intent])
    #expect(export.records.map(\.sequence).last == start + 1)
    #expect(try DecisionExport(json: export.json.canonicalBytes()).records == export.records)
    let intent = try #require(export.records.last)
    #expect(
      RecordLine.text(of: intent).contains("documents=credentials/\(own.text)@1 counts=uses/a"))
    #expect(try await reader.export(.random()) == nil)
  }
}
