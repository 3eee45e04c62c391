import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import KeyCeremony

/// `key-ceremony rehearse`, as a process of its own.
@Suite struct RehearseTests {
  private static let steps = """
      - { id: clock, verb: clock-check, tolerance-seconds: 60, approve: [] }
      - { id: token, verb: identify-token, expect: { serial: "4711" } }
      - { id: bring, verb: media, direction: in, medium: USB stick, file: FOLDER/order.txt, copy-to: FOLDER/out/order.txt }
      - id: root-key
        verb: generate-key
        key: { type: ec, curve: P-256 }
        label: root-e9
        cka-id: "0901"
    """

  private static let summary = """
    REHEARSAL of Example Trust Root E9 (subordinate): nothing of it counts
    script DIGEST
    stand-in: the token token: hall, in SoftHSM
    stand-in: the file FOLDER/order.txt

    [1/4] clock: clock-check
      witnessed  once

    [2/4] token: identify-token
      approved   security-officer, custodian
      witnessed  once

    [3/4] bring: media
      approved   security-officer, custodian
      witnessed  once
      made       file root/FOLDER/out/order.txt

    [4/4] root-key: generate-key
      approved   security-officer, custodian
      made       key root-e9

    every step was carried out; transcript of 24 records
    signed by security-officer
    all of it is thrown away

    """

  private let hall: CeremonyHall

  init() throws {
    hall = try CeremonyHall("", kind: "subordinate", approvals: "[{ role: security-officer }, { role: custodian }]")
    let steps = Self.steps.replacing("FOLDER", with: hall.bench.folder)
    try hall.bench.write("s.yaml", try hall.text("s.yaml").replacing("steps:\n\n", with: "steps:\n\(steps)\n"))
    try FileManager.default.createDirectory(atPath: hall.bench.path("tmp"), withIntermediateDirectories: true)
  }

  private func rehearse(_ more: String...) throws -> (code: Int32, output: String) {
    try hall.run(["rehearse", hall.script] + more, environment: ["TMPDIR": hall.bench.path("tmp")])
  }

  private func names(_ path: String) throws -> Set<String> {
    Set(try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0 != "output" })
  }

  @Test func `a rehearsal tells the same each time, and leaves nothing`() throws {
    let before = try names(hall.bench.folder)
    let (first, second) = (try rehearse(), try rehearse())
    let digest = try Script(yaml: hall.bench.bytes("s.yaml")).sha256
    let expected = Self.summary.replacing("DIGEST", with: "\(digest)").replacing(
      "FOLDER/order", with: "\(hall.bench.folder)/order"
    ).replacing("root/FOLDER", with: "root\(hall.bench.folder)")
    #expect(first.code == 0 && first.output == expected, "\(first.output)")
    #expect(second.output == first.output)
    #expect(try names(hall.bench.folder) == before)
  }

  @Test func `what is kept is marked, is inside its folder, and holds no secret of the real ceremony`() throws {
    let ended = try rehearse("--keep", hall.bench.path("kept"))
    #expect(ended.code == 0 && ended.output.hasSuffix("kept in \(hall.bench.path("kept"))\n"), "\(ended.output)")
    let lines = try Transcript.verified(try hall.bench.bytes("kept/work/rehearsal.transcript.jsonl"))
    #expect(lines.first?.record.value?["rehearsal"] == .bool(true))
    let script = try Script(yaml: hall.bench.bytes("s.yaml"))
    for line in lines where line.record.kind == .stepApproved {
      let statement = line.record.value?["statement"]?.text.flatMap { Data(base64Encoded: $0) }
      let read = try #require(statement.flatMap { SignedStatement(Array($0)) })
      #expect(read.rehearsal)
      // The keys of the occasion are not those of the script's people.
      #expect(RecordedSignature(try #require(line.record.value), people: script.people) == nil)
    }
    #expect(lines.contains { $0.record.value?["differences"] != nil }, "another serial number is a stand-in's")
    #expect(!hall.bench.exists("out") && hall.bench.exists("kept/work/root\(hall.bench.folder)/out/order.txt"))
    let pin = try hall.text("token.pin")
    for name in try names(hall.bench.path("kept")) {
      guard let content = FileManager.default.contents(atPath: hall.bench.path("kept/\(name)")) else { continue }
      #expect(content.range(of: Data(pin.utf8)) == nil, "\(name)")
    }
    let again = try hall.run([
      "resume", hall.script, "--transcript", hall.bench.path("kept/work/rehearsal.transcript.jsonl"),
    ])
    #expect(again.code != 0)
  }

  @Test func `a script that would fail fails in its rehearsal, and leaves nothing`() throws {
    let text = try hall.text("s.yaml")
    try hall.bench.write(
      "s.yaml", text.replacing("verb: clock-check, tol", with: "verb: clock-check, witness: internal-auditor, tol"))
    try hall.bench.write("sheet.yaml", "schema: 1\nanswers: { clock: { time: 2026-11-20 12:00:00 } }\n")
    let ended = try rehearse("--answers", hall.bench.path("sheet.yaml"))
    #expect(ended.code == 1 && ended.output.contains("of the rehearsal differ by"), "\(ended.output)")
    #expect(ended.output.contains("rehearsal"), "\(ended.output)")
    #expect(try names(hall.bench.path("tmp")).isEmpty)
  }

  @Test func `a subordinate is rehearsed without its root, or after it`() throws {
    let folder = Repository.root.path + "/ceremonies/demo"
    let alone = try hall.run(["rehearse", "\(folder)/02-issuing.yaml"])
    #expect(alone.code == 0, "\(alone.output)")
    #expect(alone.output.contains("\nstand-in: the key sealgate-demo-root and its certificate root.pem\n"))
    let after = try hall.run([
      "rehearse", "\(folder)/02-issuing.yaml", "--after", "\(folder)/01-root.yaml", "--keep", hall.bench.path("kept"),
    ])
    #expect(after.code == 0 && !after.output.contains("stand-in: the key"), "\(after.output)")
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    openssl.arguments = [
      "verify", "-CAfile", hall.bench.path("kept/work/root.pem"), hall.bench.path("kept/work/issuing.pem"),
    ]
    openssl.standardOutput = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    #expect(openssl.terminationStatus == 0)
  }

  @Test func `a list of revoked certificates is rehearsed by a stand-in whose name nobody knows`() throws {
    let steps = """
        - id: list
          verb: ca-crl
          issuer: { certificate: root.pem, key-label: a-root }
          signature: ecdsa-sha384
          this-update: now
          duration: 365d
          number: 2
          output: { crl: root.crl }
      """
    let text = try hall.text("s.yaml")
    let start = try #require(text.range(of: "steps:\n"))
    try hall.bench.write("s.yaml", text[..<start.upperBound] + steps + "\n")
    let ended = try rehearse()
    #expect(ended.code == 0, "\(ended.output)")
    #expect(ended.output.contains("stand-in: the key a-root and its certificate root.pem\n"))
    #expect(ended.output.contains("  made       signature list 2 of CN=Stand-in for a-root"), "\(ended.output)")
    #expect(ended.output.contains("  made       file root.crl\n"))
  }

  @Test func `a backup is rehearsed with the security officer's PIN of the occasion, and shares go into their folder`()
    throws
  {
    let steps = """
        - id: root-key
          verb: generate-key
          key: { type: ec, curve: P-256 }
          label: root-e9
          cka-id: "0901"
          protection: wrapped-backup
        - id: backup
          verb: backup
          method: shares
          key: root-e9
          security-officer: { pin-file: officer.pin }
          threshold: 2
          custodians: [carl, cora]
          write-shares-to: { carl: shares/carl.txt, cora: shares/cora.txt }
          output: { wrapped: root-key.wrapped }
      """
    let text = try hall.text("s.yaml")
    let start = try #require(text.range(of: "steps:\n"))
    try hall.bench.write("s.yaml", text[..<start.upperBound] + steps + "\n")
    let ended = try rehearse("--keep", hall.bench.path("kept"))
    #expect(ended.code == 0, "\(ended.output)")
    for name in ["root-key.wrapped", "shares/carl.txt", "shares/cora.txt"] {
      #expect(hall.bench.exists("kept/work/\(name)") && !hall.bench.exists(name), "\(name)")
    }
  }

  @Test func `people rehearse at the terminal, on pages that say so`() async throws {
    let tmux = try Tmux(
      "\(CeremonyHall.tool) rehearse \(hall.script) --interactive",
      environment: hall.environment.merging(["TMPDIR": hall.bench.path("tmp")]) { _, new in new })
    let pages = try await hall.attend(tmux) { _ in nil }
    #expect(pages.last.flatMap(Tmux.exitCode) == 0, "\(pages.last ?? "")")
    for page in pages.dropFirst().dropLast() {
      #expect(page.split(separator: "\n").first?.contains("(REHEARSAL)") == true, "\(page)")
    }
    #expect(try names(hall.bench.path("tmp")).isEmpty)
  }
}
