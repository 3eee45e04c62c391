import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import KeyCeremony

/// Rehearsals of scripts that ask custodians for shares and people for PINs, with nobody at the terminal.
@Suite struct RehearseCustodyTests {
  private let hall: CeremonyHall
  private static let ceremonies = Repository.root.path + "/ceremonies"

  init() throws {
    hall = try CeremonyHall("", kind: "maintenance", approvals: "[{ role: security-officer }]")
    try FileManager.default.createDirectory(atPath: hall.bench.path("tmp"), withIntermediateDirectories: true)
  }

  private func rehearse(_ words: String...) throws -> (code: Int32, output: String) {
    try hall.run(["rehearse"] + words, environment: ["TMPDIR": hall.bench.path("tmp")])
  }

  /// Puts steps into the script of the hall, with another token where that is given.
  private func script(_ steps: String, token: String? = nil) throws -> String {
    let text = try hall.text("s.yaml")
    let start = try #require(text.range(of: "steps:\n"))
    var whole = text[..<start.upperBound] + steps + "\n"
    if let token {
      let line = try #require(whole.split(separator: "\n").first { $0.hasPrefix("token:") })
      whole = whole.replacing(line, with: token)[...]
    }
    try hall.bench.write("custody.yaml", String(whole))
    return hall.bench.path("custody.yaml")
  }

  private func records(_ name: String = "rehearsal") throws -> [Transcript.Line] {
    try Transcript.verified(try hall.bench.bytes("kept/work/\(name).transcript.jsonl"))
  }

  private static let collecting = [
    ("05-backup-and-restore", "01-root-with-backup", "02-restore"),
    ("06-custodian-replacement", "01-root-with-backup", "02-new-shares"),
    ("09-destruction", "01-root-with-backup", "02-destroy"),
  ]

  @Test(arguments: collecting)
  func `a script that collects shares is rehearsed with those that the one before handed out`(
    folder: String, first: String, second: String
  ) throws {
    let path = "\(Self.ceremonies)/\(folder)"
    let ended = try rehearse(
      "\(path)/\(second).yaml", "--after", "\(path)/\(first).yaml", "--keep", hall.bench.path("kept"))
    #expect(ended.code == 0 && !ended.output.contains("stand-in: the backup"), "\(ended.output)")
    let entered = try records().filter { $0.record.kind == .shareEntered }.compactMap(\.record.value)
    #expect(entered.count == (folder.hasPrefix("05") ? 4 : folder.hasPrefix("06") ? 2 : 0))
    #expect(entered.allSatisfy { $0["rehearsal"] == .bool(true) })
    let work = hall.bench.path("kept/work")
    let verified = try hall.run([
      "verify", "--rehearsal", "--script", "\(path)/\(second).yaml", "--transcript",
      "\(work)/rehearsal.transcript.jsonl",
      "--outputs", work, "--earlier", "\(work)/earlier-1.transcript.jsonl",
    ])
    #expect(verified.code == 0 && !verified.output.contains("is not in this transcript"), "\(verified.output)")
  }

  @Test(arguments: collecting)
  func `without the script before, a backup is made for the occasion, and real shares and files are left alone`(
    folder: String, first: String, second: String
  ) throws {
    try FileManager.default.createDirectory(atPath: hall.bench.path("real/shares"), withIntermediateDirectories: true)
    let script = try Repository.text("ceremonies/\(folder)/\(second).yaml")
      .replacing("old: { custodians: [carl, dina] }", with: "old: { custodians: [carl, dina], READ }")
      .replacing(
        "    label: c05-root\n    cka-id: \"0501\"\n", with: "    label: c05-root\n    cka-id: \"0501\"\n    READ\n"
      )
      .replacing("READ", with: "read-shares-from: { carl: shares/carl.txt }")
    try hall.bench.write("real/script.yaml", script)
    try hall.bench.write("real/root-key.wrapped", "the real wrapped key")
    try hall.bench.write("real/shares/carl.txt", "the real share of Carl", mode: 0o600)
    let ended = try rehearse(hall.bench.path("real/script.yaml"), "--keep", hall.bench.path("kept"))
    #expect(ended.code == 0, "\(ended.output)")
    if first != "", !folder.hasPrefix("09") {
      #expect(
        ended.output.contains(
          "stand-in: the backup root-key.wrapped of the key in root.pem, with shares made for carl, dina\n"),
        "\(ended.output)")
      #expect(try records().contains { $0.record.kind == .shareEntered })
    }
    for name in try FileManager.default.subpathsOfDirectory(atPath: hall.bench.path("kept")) {
      guard let content = FileManager.default.contents(atPath: hall.bench.path("kept/\(name)")) else { continue }
      #expect(content.range(of: Data("the real share".utf8)) == nil, "\(name)")
      if !folder.hasPrefix("09") { #expect(content.range(of: Data("the real wrapped".utf8)) == nil, "\(name)") }
    }
    #expect(try hall.bench.bytes("real/shares/carl.txt") == Array("the real share of Carl".utf8))
  }

  @Test func `shares that are shown are read back, and brought to the steps that need them`() throws {
    let steps = """
        - id: key
          verb: generate-key
          key: { type: ec, curve: P-256 }
          label: kept
          cka-id: "0901"
          protection: wrapped-backup
          output: { public-key: kept.pub }
        - id: backup
          verb: backup
          method: shares
          key: kept
          security-officer: { prompt: true }
          threshold: 2
          custodians: [carl, cora, wanda]
          write-shares-to: { cora: cora.txt }
          output: { wrapped: kept.wrapped }
        - id: others
          verb: replace-custodians
          wrapped: kept.wrapped
          public-key: kept.pub
          security-officer: { prompt: true }
          old: { custodians: [carl, cora] }
          new: { threshold: 2, custodians: [carl, wanda] }
          output: { wrapped: kept-2.wrapped }
        - id: again
          verb: restore-rehearsal
          token: two
          wrapped: kept-2.wrapped
          public-key: kept.pub
          label: other
          cka-id: "0902"
          custodians: [wanda, carl]
      """
    let tokens = ["one", "two"].map {
      "{ id: \($0), module: \(SoftHSM.modulePath), uri: \"pkcs11:token=\($0)\", prompt: true }"
    }
    let path = try script(steps, token: "tokens: [\(tokens.joined(separator: ", "))]")
    let ended = try rehearse(path, "--keep", hall.bench.path("kept"))
    #expect(ended.code == 0, "\(ended.output)")
    let entered = try records().filter { $0.record.kind == .shareEntered }.compactMap { $0.record.value?["set"] }
    #expect(entered.count == 4 && Set(entered).count == 2)
    let transcript = String(decoding: try hall.bench.bytes("kept/work/rehearsal.transcript.jsonl"), as: UTF8.self)
    let words = String(decoding: try hall.bench.bytes("kept/work/cora.txt"), as: UTF8.self)
    #expect(!transcript.contains(words.split(separator: " ").suffix(4).joined(separator: " ")))
  }

  @Test func `PINs in parts are rehearsed as the script has them, typed and in files, changed and used again`() throws {
    let halves = "halves: [{ custodian: carl }, { custodian: cora, file: real.half }]"
    let steps = """
        - id: fresh
          verb: initialise-token
          label: parts
          security-officer: { \(halves) }
        - id: key
          verb: generate-key
          key: { type: ec, curve: P-256 }
          label: kept
          cka-id: "0901"
          protection: wrapped-backup
        - id: officer
          verb: change-pin
          who: security-officer
          old: { \(halves) }
          new: { prompt: true }
        - id: backup
          verb: backup
          method: shares
          key: kept
          security-officer: { prompt: true }
          threshold: 2
          custodians: [carl, cora]
          output: { wrapped: kept.wrapped }
        - id: user
          verb: change-pin
          who: user
          new: { halves: [{ custodian: wanda }, { custodian: cora }] }
      """
    let token =
      "token: { module: \(SoftHSM.modulePath), uri: \"pkcs11:token=parts\", halves: [{ custodian: carl }, { custodian: cora }] }"
    let first = try script(steps, token: token)
    try hall.bench.write("real.half", "1234", mode: 0o600)
    let ended = try rehearse(first, "--keep", hall.bench.path("kept"))
    #expect(ended.code == 0, "\(ended.output)")
    let lines = try records()
    #expect(lines.last(.tokenOpened)?["pin"]?["dualControl"] == .bool(true))
    #expect(lines.last(.tokenOpened)?["pin"]?["custodians"]?.elements?.compactMap(\.text) == ["carl", "cora"])
    #expect(lines.filter { $0.record.kind == .pinChanged }.count == 2)
    // The next script of the story opens the token with the PIN that this one left.
    try hall.bench.write("first.yaml", String(decoding: try hall.bench.bytes("custody.yaml"), as: UTF8.self))
    let second = try script("  - { id: look, verb: identify-token }", token: token)
    let next = try rehearse(second, "--after", hall.bench.path("first.yaml"))
    #expect(next.code == 0, "\(next.output)")
    #expect(try hall.bench.bytes("real.half") == Array("1234".utf8))
  }

  @Test func `people at the terminal are shown the shares and PINs of the rehearsal before they type them`()
    async throws
  {
    let steps = """
        - id: again
          verb: restore-rehearsal
          wrapped: kept.wrapped
          public-key: kept.pub
          security-officer: { prompt: true }
          label: other
          cka-id: "0902"
          custodians: [wanda, carl]
          approve: []
      """
    let path = try script(steps)
    let tmux = try Tmux(
      "\(CeremonyHall.tool) rehearse \(path) --interactive",
      environment: hall.environment.merging(["TMPDIR": hall.bench.path("tmp")]) { _, new in new })
    var share = ""
    let pages = try await hall.attend(tmux) { page in
      if page.contains("Enter takes it away") {
        let words = page.split(separator: "\n").filter { $0.hasPrefix(" ") || $0.first?.isNumber == true }
          .flatMap { $0.split(separator: " ") }.filter { Int($0) == nil }
        share = words.prefix(33).joined(separator: " ")
        return ""
      }
      if let range = page.range(of: "In this REHEARSAL it is ", options: .backwards),
        page[range.upperBound...].contains("Nothing is shown")
      {
        return String(page[range.upperBound...].prefix { $0 != "\n" && $0 != " " })
      }
      return page.contains("enter your share") && page.contains("Nothing is shown") ? share : nil
    }
    #expect(pages.last.flatMap(Tmux.exitCode) == 0, "\(pages.suffix(2).joined(separator: "\n---\n"))")
    #expect(pages.count { $0.contains("Enter takes it away") } == 2)
    #expect(pages.contains { $0.contains("A share of this REHEARSAL, to be typed afterwards") })
  }

  @Test func `a backup of a key that an earlier ceremony made is rehearsed with a key made for the occasion`() throws {
    let steps = """
        - id: backup
          verb: backup
          method: shares
          key: made-before
          security-officer: { pin-file: officer.pin }
          threshold: 2
          custodians: [carl, cora]
          output: { wrapped: kept.wrapped }
      """
    let ended = try rehearse(try script(steps))
    #expect(ended.code == 0 && ended.output.contains("stand-in: the key made-before\n"), "\(ended.output)")
  }

  @Test func `a program reads what a rehearsal showed`() throws {
    let path = "\(Self.ceremonies)/05-backup-and-restore"
    let ended = try rehearse("\(path)/02-restore.yaml", "--json")
    let line = try #require(ended.output.split(separator: "\n").last)
    let value = try #require(JSONValue(canonical: Array(line.utf8)), "\(ended.output)")
    #expect(ended.code == 0 && ended.output.split(separator: "\n").count == 1, "\(ended.output)")
    #expect(value["result"]?.text == "done" && value["rehearsal"] == .bool(true) && value["kept"] == .null)
    #expect(value["standIns"]?.elements?.contains { $0.text?.hasPrefix("the backup root-key.wrapped") == true } == true)
    let steps = value["steps"]?.elements ?? []
    #expect(steps.count == 7 && steps.allSatisfy { $0["done"] == .bool(true) })
    let made = steps.flatMap { $0["made"]?.elements ?? [] }
    #expect(made.contains(.string("file root.crl")))
    let failed = try rehearse("\(path)/03-nowhere.yaml", "--json")
    let error = JSONValue(canonical: Array(failed.output.utf8.dropLast()))
    #expect(failed.code == 2 && error?["result"]?.text == "failed" && error?["exitCode"] == .integer(2))
  }

  @Test func `a demonstration is carried on with answers from a sheet`() throws {
    let steps = """
        - { id: room, verb: statement, by: ceremony-administrator, text: The room is closed }
        - id: key
          verb: generate-key
          key: { type: ec, curve: P-256 }
          label: kept
          cka-id: "0901"
        - { id: again, verb: statement, by: ceremony-administrator, text: It is open again }
        - { id: end, verb: close }
      """
    let path = try script(steps)
    var text = try hall.text("custody.yaml").replacing("demo: false", with: "demo: true")
    try hall.bench.write("custody.yaml", text)
    try hall.bench.write("pass", "\(CeremonyHall.passphrase)\n", mode: 0o600)
    let secrets = ["ada", "sofia", "carl", "cora", "wanda"].map { "\($0)-passphrase: pass" }.joined(separator: ", ")
    try hall.bench.write("sheet.yaml", "schema: 1\nsecret-files: { \(secrets) }\n")
    let sheet = ["--answers", hall.bench.path("sheet.yaml")]
    let words = ["--transcript", hall.bench.path("t")] + sheet
    let held = try hall.run(["run", path] + words)
    #expect(held.code == 0, "\(held.output)")
    let lines = try hall.text("t").split(separator: "\n")
    let cut = try #require(lines.firstIndex { $0.contains("\"kind\":\"key-generated\"") })
    try hall.bench.write("t", lines[...cut].joined(separator: "\n") + "\n")
    let resumed = try hall.run(["resume", path] + words + ["--json"])
    #expect(resumed.code == 0, "\(resumed.output)")
    let all = try Transcript.verified(try hall.bench.bytes("t"))
    #expect(all.last { $0.record.kind == .ceremonyResumed }?.record.value?["answeredBySheet"] == .bool(true))
    #expect(all.contains { $0.record.kind == .ceremonyClosed })
    let verified = try hall.run(["verify", "--rehearsal", "--script", path, "--transcript", hall.bench.path("t")])
    #expect(verified.code == 0 && verified.output.contains("answered from a sheet"), "\(verified.output)")
    // A ceremony is for people.
    text = text.replacing("demo: true", with: "demo: false")
    try hall.bench.write("custody.yaml", text)
    let real = try hall.run(["resume", path] + words)
    #expect(real.code == 1 && real.output.contains("--answers is for demonstrations"), "\(real.output)")
  }
}
