import Evidence
import Records
import Testing

@testable import KeyCeremony

/// Tokens that are opened and identified in the middle of a ceremony.
@Suite struct TokenReadingTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private static let tokens = """
    tokens:
      - { id: first, module: /usr/lib/softhsm/libsofthsm2.so, uri: "pkcs11:token=fake", pin-file: pin }
      - { id: second, module: /usr/lib/softhsm/libsofthsm2.so, uri: "pkcs11:token=other", pin-file: pin }
    """

  private func identify(_ expected: String) -> String {
    "  - { id: look, verb: identify-token, expect: { \(expected) } }"
  }

  @Test func `a token is read aloud and its serial number typed`() async throws {
    let steps = try AskingSteps(bench, identify("serial: \"1\", model: Fake, manufacturer: Test, firmware: \"2.6\""))
    let lines = try await steps.run()
    let found = try #require(try steps.witnessed().first)
    #expect(found["typed"] == .string("1") && found["token"]?["model"] == .string("Fake"))
    #expect(found["uri"] == .string("pkcs11:token=fake") && found["differences"] == nil)
    #expect(lines.contains { $0.record.kind == .ceremonyClosed })
  }

  @Test(arguments: [
    ("serial: \"2\"", "the script expects serial 2, the token says 1"),
    ("firmware: \"2.7\"", "the script expects firmware 2.7, the token says 2.6"),
    ("model: fake", "the script expects model fake, the token says Fake"),
  ])
  func `a token that the script does not expect is refused, on record`(expected: String, message: String) async throws {
    let steps = try AskingSteps(bench, identify(expected))
    let error = try await steps.failure()
    #expect(error.kind == .refused && error.message.contains(message), "\(error)")
    #expect(try steps.witnessed().first?["differences"]?.elements == [.string(message)])
  }

  @Test func `a rehearsal's stand-in may differ, and the record says in what`() async throws {
    var steps = try AskingSteps(bench, identify("serial: \"2\""))
    steps.rehearsal = true
    _ = try await steps.run()
    #expect(
      try steps.witnessed().first?["differences"]?.elements
        == [.string("the script expects serial 2, the token says 1")])
    #expect(bench.shown.contains("stand-in: the script expects serial 2"))
  }

  @Test func `a wrong serial number is not the token's`() async throws {
    var steps = try AskingSteps(bench, identify("serial: \"1\""))
    steps.answers = ["look": ["serial": "yes"]]
    #expect(try await steps.failure().message.contains("\"yes\" does not answer"))
  }

  private static let opened = """
      - { id: clock, verb: clock-check, witness: external-witness, tolerance-seconds: 30 }
      - { id: open, verb: open-token, token: second, expect: { model: Fake } }
      - { id: look, verb: identify-token, token: second }
    """

  @Test func `a token that a step opens is not asked for before it`() async throws {
    let steps = try AskingSteps(bench, Self.opened, tokens: Self.tokens)
    let kinds = try await steps.run().map(\.record)
    let opened = kinds.filter { $0.kind == .tokenOpened }.compactMap { $0.value?["id"]?.text }
    #expect(opened == ["first", "second"])
    let clock = try #require(kinds.firstIndex { $0.kind == .stepDone })
    let second = try #require(kinds.lastIndex { $0.kind == .tokenOpened })
    #expect(second > clock)
  }

  @Test func `after an interruption the token must be the one that was identified`() async throws {
    var steps = try AskingSteps(bench, Self.opened, tokens: Self.tokens)
    let ceremony = try steps.ceremony()
    _ = try await ceremony.run()
    let text = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self)
    let lines = text.split(separator: "\n")
    let done = lines.indices.filter { lines[$0].contains("\"kind\":\"step-done\"") }
    try bench.write("transcript.jsonl", lines[...done[1]].joined(separator: "\n") + "\n")
    steps.token = FakeToken(now: Bench.now, serial: "2")
    let other = Ceremony(
      script: ceremony.script, folder: bench.folder, transcriptPath: ceremony.transcriptPath, screen: bench.screen,
      clock: ceremony.clock, conductor: ceremony.conductor, people: ceremony.people,
      openToken: { [token = steps.token] _, _ throws(CeremonyError) in token })
    await #expect {
      _ = try await other.resume()
    } throws: { ($0 as? CeremonyError)?.message.contains("is not the one that step open identified") == true }
    #expect(try await ceremony.resume().contains { $0.record.kind == .ceremonyClosed })
  }

  @Test func `a token that a step worked on is not opened after it`() {
    let steps = """
        - { id: look, verb: identify-token, token: second }
        - { id: open, verb: open-token, token: second }
      """
    #expect {
      _ = try Script(yaml: Array(AskingSteps.script(steps, tokens: Self.tokens).utf8))
    } throws: { ($0 as? CeremonyError)?.message.hasPrefix("steps[1].token: steps[0] works on it already") == true }
  }
}
