import CommandLineTools
import Testing

private let tool = ToolDescription(
  name: "tool", purpose: "For tests.",
  verbs: [
    Verb(
      name: "token init", summary: "one operand", operands: ["FILE"],
      options: [Option("--label", "NAME", "a name"), .json], description: "Takes one file."),
    Verb(
      name: "lint", summary: "many operands", operands: ["FILE…"],
      options: [Option("--chain", "FILE…", "may be repeated")], description: "Takes files."),
  ],
  exitCodes: "exit codes: 0 done")

private func arguments(_ words: String...) throws(UsageError) -> Arguments? {
  if case .run(_, let arguments) = try tool.parse(words) { arguments } else { nil }
}

@Suite struct ArgumentsTests {
  @Test func `a tool tells its version, and its help where a verb is asked for it`() throws {
    guard case .tell(let version) = try tool.parse(["--version"]) else { return #expect(Bool(false), "no version") }
    #expect(version == "tool \(Product.version)")
    guard case .tell(let help) = try tool.parse(["lint", "--help"]) else { return #expect(Bool(false), "no help") }
    #expect(help.hasPrefix("usage: tool lint [OPTIONS] FILE…\n"))
  }

  @Test func `options, flags and operands may stand in any order`() throws {
    let parsed = try #require(try arguments("token", "init", "a.yaml", "--json", "--label", "x"))
    #expect(parsed.operands == ["a.yaml"])
    #expect(parsed["--label"] == "x")
    #expect(parsed.has("--json"))
    #expect(try parsed.required("--label") == "x")
  }

  @Test func `an option that nobody knows is refused, and the help is named`() {
    #expect(throws: UsageError("unknown option --pin", hint: "tool token init --help")) {
      try arguments("token", "init", "a", "--pin", "1234")
    }
  }

  @Test func `an option whose value ends in an ellipsis may be repeated, and keeps its order`() throws {
    let parsed = try #require(try arguments("lint", "--chain", "b", "x", "--chain", "a", "--chain", "b"))
    #expect(parsed.all("--chain") == ["b", "a", "b"])
    #expect(parsed["--chain"] == "b")
    #expect(parsed.operands == ["x"])
    #expect(try #require(try arguments("lint", "x")).all("--chain") == [])
  }

  @Test func `an option given twice, without its value, or missing is refused`() throws {
    #expect(throws: UsageError("--label is given twice", hint: "tool token init --help")) {
      try arguments("token", "init", "a", "--label", "x", "--label", "y")
    }
    #expect(throws: UsageError("--label needs a value: --label NAME", hint: "tool token init --help")) {
      try arguments("token", "init", "a", "--label")
    }
    let parsed = try #require(try arguments("token", "init", "a"))
    #expect(throws: UsageError("--label is missing", hint: "tool token init --help")) {
      try parsed.required("--label")
    }
  }

  @Test func `too few and too many operands are refused, and a repeated one takes many`() throws {
    #expect(throws: UsageError("expected FILE, found none", hint: "tool token init --help")) {
      try arguments("token", "init")
    }
    #expect(throws: UsageError("expected FILE, found a b", hint: "tool token init --help")) {
      try arguments("token", "init", "a", "b")
    }
    #expect(try arguments("lint", "a", "b")?.operands == ["a", "b"])
    #expect(throws: UsageError.self) { try arguments("lint") }
  }

  @Test func `no verb and an unknown verb are refused`() {
    #expect(throws: UsageError("no verb", hint: "tool --help")) { try tool.parse([]) }
    #expect(throws: UsageError("unknown verb token", hint: "tool --help")) { try tool.parse(["token", "wipe"]) }
  }

  @Test func `help is asked for of the tool and of a verb`() throws {
    guard case .tell(let whole) = try tool.parse(["--help"]) else { throw UsageError("no help", hint: "") }
    #expect(whole.contains("  token init FILE  one operand\n  lint FILE…       many operands\n"))
    guard case .tell(let verb) = try tool.parse(["token", "init", "--help"]) else { throw UsageError("none", hint: "") }
    #expect(verb.hasPrefix("usage: tool token init [OPTIONS] FILE\n\nTakes one file.\n"))
    #expect(verb.contains("  --label NAME  a name\n  --json        print one JSON object"))
  }
}
