import Documents
import Evidence
import Testing

struct YAMLTests {
  private func read(_ text: String, limits: DocumentLimits = DocumentLimits()) throws(DocumentError) -> Document {
    try Document(yaml: Array(text.utf8), limits: limits)
  }

  private func canonical(_ text: String) throws(DocumentError) -> String {
    String(decoding: try read(text).jsonValue().canonicalBytes(), as: UTF8.self)
  }

  @Test func `a reviewed file reads with its comments`() throws {
    let text = """
      # ceremony of 2026-11-20
      key:
        label: root-2026   # comment
        bits: 384
        tags: [a, 'b', "c"]
      note: |
        two
        lines
      """
    #expect(
      try canonical(text)
        == #"{"key":{"bits":384,"label":"root-2026","tags":["a","b","c"]},"note":"two\nlines"}"#)
  }

  @Test(
    arguments: [
      ("12", JSONValue.integer(12)), ("-5", .integer(-5)), ("'12'", .string("12")), ("012", .string("012")),
      ("0x10", .string("0x10")), ("1_000", .string("1_000")), ("+1", .string("+1")), ("-0", .string("-0")),
      ("0o7", .string("0o7")), ("1e3", .string("1e3")), ("1.10", .string("1.10")), ("12:30:45", .string("12:30:45")),
      ("9223372036854775808", .string("9223372036854775808")), ("true", .bool(true)), ("\"true\"", .string("true")),
      ("yes", .string("yes")), ("no", .string("no")), ("on", .string("on")), ("True", .string("True")),
      ("null", .null), ("~", .null), ("''", .string("")), ("2026-11-20", .string("2026-11-20")),
    ])
  func `a plain scalar becomes only what it spells exactly`(text: String, expected: JSONValue) throws {
    #expect(try read("a: \(text)").jsonValue() == .object(["a": expected]))
  }

  @Test(
    arguments: [
      ("a: 1\nb: 2\na: 3", "line 3, column 1: key \"a\" may occur once (compared after normalisation)"),
      ("a: &x 1", "line 1, column 4: anchors are not taken: write the value itself"),
      ("a: &x [1]", "line 1, column 4: anchors are not taken: write the value itself"),
      ("a: &x {b: 1}", "line 1, column 4: anchors are not taken: write the value itself"),
      ("a: *x", "line 1, column 4: aliases are not taken: write the value itself"),
      ("a: !!str 1", "line 1, column 4: tags are not taken: write the value itself"),
      ("a: ! 1", "line 1, column 4: tags are not taken: write the value itself"),
      ("a: !x [1]", "line 1, column 4: tags are not taken: write the value itself"),
      ("a: !x {}", "line 1, column 4: tags are not taken: write the value itself"),
      ("%YAML 1.1\n---\na: 1", "line 1, column 1: directives are not taken: write the value itself"),
      ("%TAG ! tag:x,2026:\n---\na: 1", "line 1, column 1: directives are not taken: write the value itself"),
      ("a: 1\n---\nb: 2", "line 2, column 1: expected one YAML document, found a second"),
      ("# only a comment", "line 2, column 1: expected a YAML document, found nothing"),
      ("[a]: 1", "line 1, column 1: expected a key that is text, neither empty nor with NUL"),
      ("? : 1", "line 1, column 3: expected a key that is text, neither empty nor with NUL"),
      ("\"a\\0\": 1", "line 1, column 1: expected a key that is text, neither empty nor with NUL"),
      ("a: b: c", "line 1, column 5: not YAML: mapping values are not allowed in this context"),
    ])
  func `what a reviewer might misread is refused, with line and column`(text: String, message: String) {
    let error = #expect(throws: DocumentError.self) { try read(text) }
    #expect(error?.description == message)
  }

  @Test func `depth and size are limited exactly`() throws {
    _ = try read("[[[1]]]", limits: DocumentLimits(depth: 3))
    #expect(throws: DocumentError.self) { try read("[[[[1]]]]", limits: DocumentLimits(depth: 3)) }
    #expect(throws: DocumentError.self) { try read("a: {b: {c: {d: 1}}}", limits: DocumentLimits(depth: 3)) }
    _ = try read("abc", limits: DocumentLimits(bytes: 3))
    #expect(throws: DocumentError.self) { try read("abcd", limits: DocumentLimits(bytes: 3)) }
    #expect(throws: DocumentError.self) { try read(String(repeating: "[", count: 1 << 20)) }
    #expect(throws: DocumentError.self) { try read(String(repeating: "- ", count: 1 << 19)) }
  }

  @Test func `UTF-16 text is refused even where its byte order mark says so`() {
    #expect(throws: DocumentError.self) { try Document(yaml: [0xFF, 0xFE, 0x61, 0x00]) }
    #expect(throws: DocumentError.self) { try Document(yaml: [0x61, 0xFF]) }
  }
}
