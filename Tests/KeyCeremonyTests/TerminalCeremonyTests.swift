import Evidence
import Records
import TestSupport
import Testing

@testable import KeyCeremony

/// Ceremonies at a terminal of 24 rows, as people see them.
@Suite struct TerminalCeremonyTests {
  private static let steps = """
      - id: alone
        verb: statement
        by: ceremony-administrator
        say:
          - Good morning. This is the key ceremony of Example Trust Root E9, held at Stockholm behind the closed door of room 5.
          - Telephones are off.
        text: Nobody but the people of this script is in the room
      - { id: clock, verb: clock-check, tolerance-seconds: 60, approve: [] }
      - { id: token, verb: identify-token, approve: [{ role: security-officer }] }
      - id: root-key
        verb: generate-key
        key: { type: ec, curve: P-384 }
        label: root-e9
        cka-id: "0901"
      - id: root-certificate
        verb: root-certificate
        key: root-key
        signature: ecdsa-sha384
        subject:
          country: SE
          organization: Example Trust AB
          organization-identifier: NTRSE-5560000002
          common-name: Example Trust Root E9
        validity: { not-before: now, duration: 9125d }
        key-usage: [key-cert-sign, crl-sign]
        output: { certificate: root.pem }
      - { id: end, verb: close, approve: [], hand-over: [{ item: USB stick A12, to: carl }] }
    """

  private static let approvals = "[{ role: security-officer }, { role: custodian }]"

  private func hall() throws -> CeremonyHall { try CeremonyHall(Self.steps, approvals: Self.approvals) }

  private func lines(_ hall: CeremonyHall) throws -> [SealedRecord] {
    try Transcript.verified(try hall.bench.bytes("t")).map(\.record)
  }

  @Test func `a whole ceremony is read page by page, and nothing scrolls away`() async throws {
    let hall = try hall()
    let tmux = try Tmux(hall.commandLine, environment: hall.environment)
    let pages = try await hall.attend(tmux) { _ in nil }
    let last = try #require(pages.last)
    #expect(Tmux.exitCode(last) == 0, "\(last)")
    #expect(try tmux.scrolledAway() == 0)
    for page in pages {
      let rows = page.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(rows.allSatisfy { $0.unicodeScalars.count <= 80 || $0.contains(hall.bench.folder) }, "\(page)")
      #expect(!page.contains(CeremonyHall.passphrase), "\(page)")
      guard page != pages.first else { continue }
      #expect(rows.first?.hasPrefix("Example Trust Root E9 ") == true, "\(page)")
      #expect(rows.dropFirst().first?.hasPrefix("=====") == true, "\(page)")
    }
    // What is said aloud stands in its block, and each step has its page.
    let first = try #require(pages.first { $0.contains("alone: statement") })
    #expect(first.split(separator: "\n").first?.hasSuffix("Step 1 of 6") == true)
    let block = first.split(separator: "\n").filter { $0.hasPrefix("|    ") }
    #expect(block.count == 3 && block.last == "|    Telephones are off.", "\(first)")
    #expect(first.contains("+-- SAY ALOUD -----"))
    for number in 1...6 { #expect(pages.contains { $0.contains("Step \(number) of 6") }) }
    // The last page: how the transcript ends, in hex and in words.
    let end = try #require(try lines(hall).last?.hash)
    for row in end.aloud { #expect(last.contains("|    \(row)\n"), "\(row) is not on\n\(last)") }
    #expect(try lines(hall).contains { $0.kind == .ceremonyClosed })
    #expect(hall.bench.exists("root.pem"))
  }

  @Test func `Ctrl-C stops in good order and says how to resume, and the resumption ends right`() async throws {
    let hall = try hall()
    let tmux = try Tmux(hall.commandLine, environment: hall.environment)
    let pages = try await hall.attend(tmux) { page in
      guard page.contains("certificate: root-certificate") else { return nil }
      try tmux.press("C-c")
      return ""
    }
    let last = try #require(pages.last)
    #expect(Tmux.exitCode(last) == 1, "\(last)")
    #expect(last.contains("stopped at the terminal (Ctrl-C)") && last.contains("key-ceremony resume"), "\(last)")
    #expect(try lines(hall).last?.kind == .ceremonyFailed)
    let again = try Tmux(
      "\(CeremonyHall.tool) resume \(hall.script) --transcript \(hall.bench.path("t"))", environment: hall.environment)
    let ending = try await hall.attend(again) { _ in nil }
    #expect(Tmux.exitCode(try #require(ending.last)) == 0, "\(ending.last ?? "")")
    let kinds = try lines(hall).map(\.kind)
    #expect(kinds.count { $0 == .keyGenerated } == 1 && kinds.contains(.ceremonyClosed))
  }

  @Test func `a deviation has a name, a reason and a signature, and the page comes again`() async throws {
    let hall = try hall()
    let tmux = try Tmux(hall.commandLine, environment: hall.environment)
    var (asked, stopped) = (0, false)
    let pages = try await hall.attend(tmux) { page in
      if page.contains("What is otherwise") { return "The clock is another one" }
      if page.contains("Who answers for it?") { return "sofia" }
      if page.contains("Why does the room stop?") { return "The projector fails" }
      guard page.contains("clock: clock-check") else { return nil }
      asked += 1
      stopped = asked == 2
      return asked == 1 ? "d" : "s"
    }
    #expect(stopped)
    let last = try #require(pages.last)
    #expect(Tmux.exitCode(last) == 1 && last.contains("The projector fails"), "\(last)")
    let deviation = try #require(try lines(hall).first { $0.kind == .deviation }?.value)
    #expect(deviation["person"] == .string("sofia"))
    #expect(deviation["reason"] == .string("The clock is another one"))
    let people = try Script(yaml: hall.bench.bytes("s.yaml")).people
    #expect(RecordedSignature(deviation, people: people) != nil)
  }

  @Test func `where output is no terminal, lines are plain`() async throws {
    let hall = try hall()
    let out = hall.bench.path("out")
    let tmux = try Tmux("\(hall.commandLine) > \(out)", environment: hall.environment)
    for _ in 0..<2400 where !hall.bench.exists("out") { try await Task.sleep(for: .milliseconds(25)) }
    for _ in 0..<2400 where try !hall.text("out").contains("s to stop: ") {
      try await Task.sleep(for: .milliseconds(25))
    }
    try tmux.type("s")
    try tmux.type("Enough")
    try await tmux.wait(for: "RC 1")
    let text = try hall.text("out")
    #expect(text.contains("+-- SAY ALOUD ---") && text.contains("Step 1 of 6"))
    #expect(!text.utf8.contains(0x1B) && !text.utf8.contains(0x0D), "\(text)")
  }

  @Test func `a script with people is not carried out where nobody can type`() throws {
    let hall = try hall()
    let ended = try hall.run(["run", hall.script, "--transcript", hall.bench.path("t")])
    #expect(ended.code == 2 && ended.output.contains("standard input is no terminal"), "\(ended.output)")
    #expect(!hall.bench.exists("t"))
    let sheet = try hall.run(["run", hall.script, "--answers", "sheet.yaml"])
    #expect(sheet.code == 1 && sheet.output.contains("--answers is for demonstrations"), "\(sheet.output)")
  }

  @Test func `a demonstration takes a sheet of answers, and its record says so`() throws {
    let hall = try CeremonyHall(Self.steps, demo: true, approvals: Self.approvals)
    try hall.bench.write("pass", CeremonyHall.passphrase + "\n", mode: 0o600)
    let files = CeremonyHall.people.map { "\($0.0)-passphrase: pass" }.joined(separator: ", ")
    try hall.bench.write(
      "sheet.yaml",
      """
      schema: 1
      answers: { "*": { approver-2: cora }, clock: { clock: a radio clock } }
      secret-files: { \(files) }

      """)
    let ended = try hall.run([
      "run", hall.script, "--transcript", hall.bench.path("t"), "--answers", hall.bench.path("sheet.yaml"),
    ])
    #expect(ended.code == 0, "\(ended.output)")
    let records = try lines(hall)
    #expect(records.first?.value?["answeredBySheet"] == .bool(true))
    #expect(records.contains { $0.kind == .stepApproved && $0.value?["person"] == .string("cora") })
    #expect(records.contains { $0.kind == .witnessed && $0.value?["clock"] == .string("a radio clock") })
  }
}

extension CeremonyHall {
  func text(_ name: String) throws -> String { String(decoding: try bench.bytes(name), as: UTF8.self) }
}
