import Cryptography
import Evidence
import Records
import Testing

@testable import KeyCeremony

/// Backups and restorations as an auditor sees them.
@Suite struct CustodyAuditTests {
  @Test func `a backup, a rehearsal of its restoration and the restoration are verified and reported`() async throws {
    let scene = try CustodyScene()
    var text = try scene.script(
      CustodySteps.generate() + CustodySteps.backup + CustodySteps.restore("restore", "[wanda, carl]"))
    let drawn = try Script(yaml: Array(text.utf8)).people
    let (room, people) = try RehearsalRoom.prepare(drawn)
    // The room's keys into the script: this is no rehearsal.
    for (old, new) in zip(drawn.all, people.all) {
      let lines = [old, new].map { String(decoding: $0.publicKeyPEM, as: UTF8.self).split(separator: "\n") }
      for (before, after) in zip(lines[0], lines[1]) { text = text.replacing(before, with: after) }
    }
    let script = try Script(yaml: Array(text.utf8))
    let ceremony = Ceremony(
      script: script, folder: scene.bench.folder, transcriptPath: scene.bench.path("t"), screen: scene.bench.screen,
      clock: AskingSteps.Ticking().clock, conductor: room, openToken: HSMToken.open)
    _ = try await ceremony.run()
    let held = HeldCeremony(
      bench: scene.bench,
      files: CeremonyFiles(
        script: Array(text.utf8), transcript: try scene.bench.bytes("t"),
        outputs: ["ca.wrapped": try scene.bench.bytes("ca.wrapped"), "ca.pub": try scene.bench.bytes("ca.pub")]),
      room: room, token: FakeToken(now: Bench.now), ceremony: ceremony)
    let errors = held.verdict.findings.filter { $0.severity == .error && !$0.what.hasPrefix("the transcript is not") }
    #expect(errors == [])
    func spoilt(_ change: (JSONValue) -> JSONValue) throws -> [String] {
      try held.forged { drafts in
        let index = try drafts.place(.keyRestored)
        drafts[index].body = change(drafts[index].body)
      }.verdict.findings.map(\.what)
    }
    let other = try spoilt { $0.setting("proof", $0["proof"]?.setting("message", .string("AAAA"))) }
    #expect(other.contains("the test signature of the restored key does not verify"))
    let open = try spoilt { body in
      let statement = body["attributes"]
      let read = statement?["attributes"]?.setting("CKA_SENSITIVE", .string("false"))
      return body.setting("attributes", statement?.setting("attributes", read))
    }
    #expect(open.contains("the restored key is not as the script requires: CKA_SENSITIVE"))
    let foreign = try spoilt { $0.setting("spkiSHA256", .string(String(repeating: "0", count: 64))) }
    #expect(foreign.contains { $0.contains("its parts are of different keys") })
    guard case .readable(let report) = Audit.examined(held.files) else { throw Bench.Missing(what: "a report") }
    #expect(report.json["notProven"]?.elements?.contains { $0.text?.contains("wrapping key remains") == true } == true)
    let page = ReportPage(report: report.json).html
    for kind in ["backup-made", "share-given", "key-restored"] { #expect(page.contains(kind), "\(kind)") }
  }
}
