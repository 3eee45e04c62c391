import Evidence
import Records
import Testing

@testable import KeyCeremony

/// Where a ceremony stands, read from its transcript.
@Suite struct StatusTests {
  private static let steps = """
      - { id: clock, verb: clock-check, tolerance-seconds: 30 }
      - id: key
        verb: generate-key
        key: { type: ec, curve: P-256 }
        label: a-key
        cka-id: "01"
      - { id: end, verb: close }
    """

  private let bench: Bench
  private let ceremony: Ceremony

  init() throws {
    bench = try Bench()
    ceremony = try AskingSteps(bench, Self.steps).ceremony()
  }

  private func status() throws -> CeremonyStatus {
    try CeremonyStatus("t", try bench.bytes("transcript.jsonl"))
  }

  private func cut(after kind: RecordKind, torn: String = "") throws {
    let lines = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self).split(separator: "\n")
    let index = try #require(lines.firstIndex { $0.contains("\"kind\":\"\(kind.rawValue)\"") })
    try bench.write("transcript.jsonl", lines[...index].joined(separator: "\n") + "\n" + torn)
  }

  @Test func `a closed ceremony is done, and says who signed`() async throws {
    _ = try await ceremony.run()
    let status = try status()
    #expect(status.state == .closed && status.text.contains("closed; all 3 steps are done"))
    #expect(status.text.hasSuffix("signed by sofia"), "\(status.text)")
    #expect(status.json["next"] == .null && status.json["notSignedBy"] == .array([]))
    try cut(after: .ceremonyClosed)
    #expect(try self.status().text.hasSuffix("not signed by sofia"))
  }

  @Test(arguments: [
    (RecordKind.stepDone, 1, "next   2 key: generate-key", "left behind: nothing"),
    (.keyIntent, 1, "begun  2 key: generate-key", "left behind: perhaps of key"),
    (.keyGenerated, 1, "begun  2 key: generate-key", "left behind: perhaps of key"),
    (.ceremonyStarted, 0, "next   1 clock: clock-check", "left behind: nothing"),
  ])
  func `an interrupted one says what is done, what was begun and what is left`(
    kind: RecordKind, done: Int64, step: String, left: String
  ) async throws {
    _ = try await ceremony.run()
    try cut(after: kind, torn: "{\"half")
    let status = try status()
    #expect(status.state == .open && status.json["stepsDone"] == .integer(done))
    for line in ["  \(step)", left, "a last line of 6 bytes was not finished", "carry on: key-ceremony resume SCRIPT"] {
      #expect(status.text.contains(line), "\(line) is not in\n\(status.text)")
    }
  }

  @Test func `one that failed says why, and names what its end named`() async throws {
    var steps = try AskingSteps(bench, Self.steps)
    steps.token = FakeToken(faults: [.extractableKey], now: Bench.now)
    _ = try await steps.failure()
    let status = try status()
    #expect(status.state == .stopped)
    #expect(status.text.contains("left behind: key a-key"), "\(status.text)")
    #expect(status.json["reason"]?.text?.contains("not as required") == true)
  }

  @Test func `what is no whole transcript has no status`() async throws {
    _ = try await ceremony.run()
    let text = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self)
    try bench.write("transcript.jsonl", text.replacing("\"wanda\"", with: "\"wandb\""))
    #expect(throws: CeremonyError.self) { _ = try status() }
    #expect(throws: CeremonyError.self) { _ = try CeremonyStatus("t", Array("{}\n".utf8)) }
  }
}
