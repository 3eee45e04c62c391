import Evidence
import Foundation
import PKCS11
import Records
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

/// Backups, restorations and destructions that were broken off, and what carries them on.
@Suite struct CustodyResumeTests {
  private static let all =
    CustodySteps.generate() + CustodySteps.backup + CustodySteps.restore("restore", "[wanda, carl]")

  /// The transcript up to the last record of a kind in a step, as a kill leaves it.
  private func cut(_ scene: CustodyScene, after kind: RecordKind, in step: String) throws {
    let text = String(decoding: try scene.bench.bytes("transcript.jsonl"), as: UTF8.self)
    let lines = text.split(separator: "\n")
    let index = try #require(
      lines.lastIndex { $0.contains("\"kind\":\"\(kind.rawValue)\"") && $0.contains("\"step\":\"\(step)\"") })
    try scene.bench.write("transcript.jsonl", lines[...index].joined(separator: "\n") + "\n")
  }

  private func destroy(_ token: SoftHSM.Token, label: String, _ kind: ObjectClass? = nil) throws {
    let template = [Attribute(.label, label)] + (kind.map { [Attribute($0)] } ?? [])
    try destroy(template, try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true), token.pinFile)
  }

  private func destroy(_ template: [Attribute], _ session: borrowing Session, _ pinFile: String) throws {
    let pin = try PIN(file: pinFile)
    try session.login(.user, pin: pin)
    for object in try session.find(template) { try session.destroy(object) }
    try session.logout()
  }

  @Test(arguments: [RecordKind.custodyIntent, .shareIntent, .shareGiven, .wrappedIntent, .outputWritten, .backupMade])
  func `a backup that was killed anywhere ends with shares that open its file`(kind: RecordKind) async throws {
    let scene = try CustodyScene()
    let text = try scene.script(CustodySteps.generate() + CustodySteps.backup)
    _ = try await scene.ceremony(text).run()
    let before = try scene.bench.bytes("carl.share")
    try cut(scene, after: kind, in: "back")
    if kind == .custodyIntent {
      // Killed before anything was written.
      for file in ["ca.wrapped", "carl.share", "cora.share"] { try scene.bench.remove(file) }
    } else if kind == .shareIntent || kind == .shareGiven {
      try scene.bench.remove("ca.wrapped")
    }
    let lines = try await scene.ceremony(text).resume()
    #expect(lines.last(.ceremonyClosed) != nil)
    let key = try scene.recovered(["carl.share", "cora.share"])
    let spki = try scene.bench.bytes("ca.pub")
    let opened = try await scene.openSSL("ca.wrapped", key)
    #expect(String(decoding: spki, as: UTF8.self).contains(String(Data(opened).base64EncodedString().prefix(60))))
    #expect(try await scene.objects(scene.first) == ["private-key ca", "public-key ca"])
    // What was given before is void by name, unless the backup was whole.
    let voided = lines.filter { $0.record.kind == .sharesVoid }.count
    #expect(voided == (kind == .backupMade || kind == .custodyIntent ? 0 : 1))
    #expect((try scene.bench.bytes("carl.share") == before) == (kind == .backupMade))
  }

  @Test func `a wrapping key that a killed backup left on the token is destroyed`() async throws {
    let scene = try CustodyScene()
    let text = try scene.script(CustodySteps.generate() + CustodySteps.backup)
    _ = try await scene.ceremony(text).run()
    try cut(scene, after: .custodyIntent, in: "back")
    for file in ["ca.wrapped", "carl.share", "cora.share"] { try scene.bench.remove(file) }
    let pool = try TokenPool(
      host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
      settings: TokenPool.Settings(uri: scene.first.uri, pinFile: scene.first.pinFile, lanes: 1))
    let name = TransitKey(ofStep: "back")
    let file = scene.first.soPINFile
    _ = try await pool.importBackupKey(
      try await pool.secretRandom(count: 32), label: name.label, id: name.ckaID,
      officer: { () throws(PKCS11Error) in try PIN(file: file) })
    pool.stop()
    #expect(try await scene.objects(scene.first).contains("secret-key transit-wrap-back"))
    _ = try await scene.ceremony(text).resume()
    #expect(try await scene.objects(scene.first) == ["private-key ca", "public-key ca"])
  }

  @Test(arguments: [
    (RecordKind.custodyIntent, ""), (.custodyIntent, "all"), (.custodyIntent, "half"), (.keyRestored, ""),
  ])
  func `a restoration that was killed anywhere ends with one key`(kind: RecordKind, lost: String) async throws {
    let scene = try CustodyScene()
    let text = try scene.script(Self.all)
    let wanda = try await scene.ceremonyKeepingShares(text)
    try cut(scene, after: kind, in: "again")
    if lost == "all" { try destroy(scene.second, label: "ca-restored") }
    if lost == "half" { try destroy(scene.second, label: "ca-restored", .publicKey) }
    let lines = try await scene.ceremony(text, secrets: ["again": ["share-wanda": wanda]]).resume()
    #expect(try await scene.objects(scene.second) == ["private-key ca-restored", "public-key ca-restored"])
    #expect(lines.last(.keyRestored)?["spkiSHA256"] == lines.last(.keyGenerated)?["spkiSHA256"])
    #expect(lines.last(.ceremonyClosed) != nil)
  }

  @Test(arguments: [false, true])
  func `a destruction that was killed is finished, and takes no other key of the same name`(other: Bool) async throws {
    let scene = try CustodyScene()
    _ = try await scene.run(CustodySteps.generate(), transcript: "made.jsonl")
    let text = try scene.script(
      """
        - id: end
          verb: destroy-key
          token: one
          keys: [{ label: ca, public-key: ca.pub }]
          copies: []
      """)
    _ = try await scene.ceremony(text).run()
    try cut(scene, after: .custodyIntent, in: "end")
    guard other else {
      let lines = try await scene.ceremony(text).resume()
      #expect(lines.last(.keyDestroyed) != nil)
      #expect(try await scene.objects(scene.first).isEmpty)
      return
    }
    _ = try await scene.run(
      CustodySteps.generate().replacing("ca.pub", with: "ca2.pub"), transcript: "again.jsonl")
    #expect(try await refusal(scene, text).contains("is not the one asked for"))
    #expect(try await scene.objects(scene.first) == ["private-key ca", "public-key ca"])
  }

  private func refusal(_ scene: CustodyScene, _ text: String) async throws -> String {
    let ceremony = try scene.ceremony(text)
    do throws(CeremonyError) { _ = try await ceremony.resume() } catch { return error.message }
    return "carried on"
  }
}
