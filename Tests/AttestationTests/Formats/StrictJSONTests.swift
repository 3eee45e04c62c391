import Evidence
import Testing

@testable import Attestation

@Suite struct StrictJSONTests {
  private func value(_ text: String) -> JSONValue? { StrictJSON.value(Array(text.utf8)) }

  @Test func `values of every kind are read, laid out as people like it`() {
    let text = " {\n\t\"a\" : [1, -20, true, false, null], \"b\": {\"c\": \"d\"}, \"e\": {}, \"f\": []\r\n} "
    #expect(
      value(text)
        == .object([
          "a": .array([.integer(1), .integer(-20), .bool(true), .bool(false), .null]),
          "b": .object(["c": .string("d")]), "e": .object([:]), "f": .array([]),
        ]))
  }

  @Test func `escapes are resolved, pairs of surrogates included`() {
    #expect(value(#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#) == .string("\"\\/\u{8}\u{C}\n\r\té😀"))
  }

  @Test(arguments: [
    "", "{", "[1", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "01", "1.5",
    "1e3", "-",
    "-0", "+1", "9223372036854775808", "tru", "nul", "'a'", "\"a", "\"\u{1}\"", #""\x""#, #""\u12""#, #""\uD800""#,
    #""\uD800A""#, #""\uDC00""#, "{} {}", "[] x", "{1:2}", "\u{FEFF}{}", "//\n{}",
  ])
  func `what is not strict JSON is refused`(text: String) {
    #expect(value(text) == nil)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(StrictJSON.value([0x22, 0xC3, 0x28, 0x22]) == nil)
    #expect(StrictJSON.value([0x22, 0xED, 0xA0, 0x80, 0x22]) == nil)
  }

  @Test func `nesting is bounded`() {
    let deep = StrictJSON.deepest
    #expect(value(String(repeating: "[", count: deep - 1) + "1" + String(repeating: "]", count: deep - 1)) != nil)
    #expect(value(String(repeating: "[", count: 100_000)) == nil)
    #expect(value(String(repeating: "[", count: deep) + "1" + String(repeating: "]", count: deep)) == nil)
  }

  @Test func `base64url is taken with padding or without, and nothing else`() {
    #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
    #expect(Base64URL.decode("-_8=") == [0xFB, 0xFF])
    for text in ["+/8", "-_9", "-", "-_8==", "-_ 8", "-_8=\n"] { #expect(Base64URL.decode(text) == nil) }
  }
}
