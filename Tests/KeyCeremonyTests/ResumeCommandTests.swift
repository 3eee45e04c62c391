import Evidence
import Records
import Testing

@testable import KeyCeremony

/// `key-ceremony resume`, as it is typed.
@Suite struct ResumeCommandTests {
  @Test func `resume carries on from the transcript that is named, and refuses to guess one`() async throws {
    let bench = try Bench()
    let token = FakeToken(now: Bench.now)
    try bench.write(
      "root.yaml", try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin"))
    let tool = CommandLineTool(
      screen: bench.screen, clock: Bench.clock, openToken: { _, _ throws(CeremonyError) in token })
    #expect(await tool.run(["run", "--transcript", bench.path("t"), bench.path("root.yaml")]) == 0)
    let lines = String(decoding: try bench.bytes("t"), as: UTF8.self).split(separator: "\n")
    let first = try #require(lines.firstIndex { $0.contains("\"kind\":\"step-done\"") })
    try bench.write("t", lines[...first].joined(separator: "\n") + "\n")
    try bench.remove("root.pem")
    #expect(await tool.run(["resume", bench.path("root.yaml")]) == 2)
    #expect(bench.complaints.contains("--transcript is missing"))
    #expect(await tool.run(["resume", "--transcript", bench.path("t"), bench.path("root.yaml")]) == 0)
    #expect(bench.exists("root.pem") && token.labels == ["sealgate-demo-root"])
    let kinds = try Transcript.verified(try bench.bytes("t")).map(\.record.kind)
    #expect(kinds.contains(.ceremonyResumed) && kinds.last == .ceremonyClosed)
  }
}
