import Evidence
import Foundation
import Testing

@testable import KeyCeremony

@Suite struct CommandLineTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private func run(_ arguments: String..., token: (any CeremonyToken)? = nil) async -> Int32 {
    await CommandLineTool(
      screen: bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in
        guard let token else { throw CeremonyError(.token, "no token") }
        return token
      }
    ).run(arguments)
  }

  @Test func `the help is what the golden file says`() async throws {
    let verbs = [
      "check", "print", "rehearse", "run", "resume", "status", "token init", "people make-key", "people enrol-fido2",
      "verify", "report",
      "report sign", "bundle", "timestamp", "inventory",
    ]
    for words in [["--help"]] + verbs.map({ $0.split(separator: " ").map(String.init) + ["--help"] }) {
      let code = await CommandLineTool(
        screen: bench.screen, clock: Bench.clock,
        openToken: { _, _ throws(CeremonyError) in
          throw CeremonyError(.token, "no token")
        }
      ).run(words)
      #expect(code == 0)
    }
    #expect(try bench.shown == Repository.text("Tests/Golden/key-ceremony-help.txt"))
  }

  @Test func `the help fits a terminal of 80 columns`() async throws {
    let help = try Repository.text("Tests/Golden/key-ceremony-help.txt")
    for line in help.split(separator: "\n") { #expect(line.unicodeScalars.count <= 80, "\(line)") }
  }

  @Test(arguments: ["01-root", "02-issuing"])
  func `the plan of a demonstration script is what its reviewer reads`(name: String) async throws {
    let script = Repository.root.appendingPathComponent("ceremonies/demo/\(name).yaml").path
    #expect(await run("check", "--plan", script) == 0)
    #expect(try bench.shown == Repository.text("ceremonies/demo/expected/\(name).plan.txt"))
  }

  @Test(arguments: [
    ([], "no verb"),
    (["bless"], "unknown verb bless"),
    (["check"], "expected SCRIPT, found none"),
    (["check", "a", "b"], "expected SCRIPT, found a b"),
    (["check", "--pin", "1234", "a"], "unknown option --pin"),
    (["run", "--transcript"], "--transcript needs a value: --transcript FILE"),
    (["check", "/nowhere.yaml"], "cannot open /nowhere.yaml: No such file or directory"),
    (["token", "init"], "--module is missing"),
    (["token", "init", "--module", "/x", "--label", "a b"], "--label must have 1 to 32 letters"),
    (["token", "init", "--module", "x", "--label", "a"], "--module must be an absolute path"),
    (["token", "init", "--module", "/x", "--label", "a", "--slot", "one"], "--slot must be a number"),
    (["token", "init", "--module", "/x", "--label", "a", "--generate-pins"], "--generate-pins needs --so-pin-file"),
  ])
  func `a command line that cannot be understood ends with 2`(words: [String], message: String) async throws {
    let tool = CommandLineTool(
      screen: bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in
        throw CeremonyError(.token, "no token")
      })
    #expect(await tool.run(words) == 2)
    #expect(bench.complaints.hasPrefix("key-ceremony: \(message)"), "\(bench.complaints)")
    #expect(bench.shown.isEmpty)
  }

  @Test func `a script is checked and carried out by the tool, and a second run is refused`() async throws {
    let text = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    try bench.write("01-root.yaml", text)
    let script = bench.path("01-root.yaml")
    #expect(await run("check", script) == 0)
    #expect(bench.shown.hasPrefix("Sealgate Demo root: nothing is wrong that can be known without the token\n"))
    let token = FakeToken(now: Bench.now)
    #expect(await run("run", script, token: token) == 0)
    #expect(bench.exists("01-root-20261120T120000.000Z.transcript.jsonl"))
    #expect(bench.complaints.isEmpty)

    #expect(await run("run", script, token: token) == 1)
    #expect(bench.complaints.contains("root.pem\" exists, and nothing is overwritten"))
    #expect(await run("check", "--json", script) == 1)
    let last = try #require(bench.shown.split(separator: "\n").last)
    let answer = try #require(JSONValue(canonical: Array(last.utf8)))
    #expect(answer["result"] == .string("failed") && answer["exitCode"] == .integer(1))
  }

  @Test func `with --json nothing but one object is printed`() async throws {
    let text = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    try bench.write("s.yaml", text)
    let token = FakeToken(now: Bench.now)
    #expect(await run("run", "--json", "--transcript", bench.path("t"), bench.path("s.yaml"), token: token) == 0)
    let answer = try #require(JSONValue(canonical: Array(bench.shown.utf8.dropLast())))
    #expect(answer["result"] == .string("done") && answer["records"] == .integer(13))
  }

  @Test func `relative paths begin at the folder of the script, or at the work folder`() async throws {
    let text = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    let elsewhere = try Bench()
    try elsewhere.write("s.yaml", text.replacing("pin-file: pin", with: "pin-file: other"))
    #expect(await run("check", elsewhere.path("s.yaml")) == 1)
    #expect(bench.complaints.contains("token.pin-file: "))
    try elsewhere.write("s.yaml", text)
    #expect(
      await run("run", "--workdir", bench.folder, elsewhere.path("s.yaml"), token: FakeToken(now: Bench.now)) == 0)
    #expect(bench.exists("root.pem") && !elsewhere.exists("root.pem"))
  }

  @Test(arguments: [0o640, 0o604, 0o660])
  func `a PIN file that others may read is refused, and the fix is named`(mode: Int) async throws {
    try bench.write("pin", "123456\n", mode: mode)
    let text = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    try bench.write("s.yaml", text)
    #expect(await run("check", bench.path("s.yaml")) == 1)
    #expect(bench.complaints.contains("chmod 600 \(bench.path("pin"))"), "\(bench.complaints)")
  }
}
