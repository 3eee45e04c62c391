import Evidence
import Testing

@Suite struct CanonicalJSONReaderTests {
  @Test func `what was written reads back`() {
    let value = JSONValue.object([
      "text": .string("a\"\\\u{8}\t\n\u{c}\r\u{1}\u{1f}é€😀/"),
      "list": .array([.integer(.min), .integer(.max), .bool(true), .bool(false), .null, .array([]), .object([:])]),
      "\u{1F600}": .string(""),
    ])
    #expect(JSONValue(canonical: value.canonicalBytes()) == value)
  }

  @Test(arguments: [
    "", " {}", "{} ", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "{\"a\":1,}", "[1,]", "[1 ,2]", "01", "-0", "+1", "1.0",
    "1e3", "\"\\u0041\"", "\"\\/\"", "\"a", "\"\u{1}\"", "{\"a\" :1}", "{\"a\"}", "[", "{", "tru",
    "9223372036854775808",
    "\"\\u00\"", "\"\\ud83d\"", "[1][2]", "-", "nulll",
  ])
  func `another spelling is refused`(text: String) {
    #expect(JSONValue(canonical: Array(text.utf8)) == nil)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(JSONValue(canonical: [0x22, 0xFF, 0x22]) == nil)
  }

  @Test func `depth is bounded`() {
    func nested(_ levels: Int) -> [UInt8] {
      Array(repeating: UInt8(ascii: "["), count: levels) + Array(repeating: UInt8(ascii: "]"), count: levels)
    }
    #expect(JSONValue(canonical: nested(64)) != nil)
    #expect(JSONValue(canonical: nested(65)) == nil)
    // A value inside the deepest array is no level of its own: `Documents` takes it, so it must be readable later.
    #expect(JSONValue(canonical: nested(64).prefix(64) + [UInt8(ascii: "1")] + nested(64).suffix(64)) != nil)
    #expect(JSONValue(canonical: Array(repeating: UInt8(ascii: "["), count: 1_000_000)) == nil)
  }

  @Test func `members and elements are reached by name and kind`() {
    let value = JSONValue.object(["a": .string("x"), "b": .array([.null])])
    #expect(value["a"]?.text == "x")
    #expect(value["b"]?.elements == [.null])
    #expect(value["c"] == nil && value["b"]?.text == nil && value["a"]?.elements == nil && JSONValue.null["a"] == nil)
  }
}
