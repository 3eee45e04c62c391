import Evidence
import Testing

struct CanonicalJSONTests {
  private func text(_ value: JSONValue) -> String {
    String(decoding: value.canonicalBytes(), as: UTF8.self)
  }

  @Test func `members are sorted by UTF-16 code units, as in the sample of RFC 8785`() {
    let value = JSONValue.object([
      "\u{20AC}": .string("Euro Sign"), "\r": .string("Carriage Return"),
      "\u{FB33}": .string("Hebrew Letter Dalet With Dagesh"), "1": .string("One"),
      "\u{1F600}": .string("Emoji: Grinning Face"), "\u{80}": .string("Control"),
      "\u{F6}": .string("Latin Small Letter O With Diaeresis"),
    ])
    let order = [
      "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
      "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
    ]
    let places = order.map { name in text(value).firstRange(of: "\"\(name)\"")?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap { $0 }.sorted() == places.compactMap { $0 })
  }

  @Test func `controls, quotes and backslashes are escaped and nothing else is`() {
    #expect(text(.string("\u{8}\t\n\u{C}\r\u{0}\u{1F}\"\\/\u{7F}é")) == #""\b\t\n\f\r\u0000\u001f\"\\/"# + "\u{7F}é\"")
  }

  @Test func `there is no white space and an integer keeps all its digits`() {
    let value = JSONValue.object([
      "b": .array([.integer(.min), .integer(.max), .bool(true), .bool(false), .null]), "a": .object([:]),
      "c": .array([]),
    ])
    #expect(text(value) == #"{"a":{},"b":[-9223372036854775808,9223372036854775807,true,false,null],"c":[]}"#)
  }

  @Test func `two spellings of one character keep their own bytes`() {
    #expect(JSONValue.string("\u{E9}").canonicalBytes() == [0x22, 0xC3, 0xA9, 0x22])
    #expect(JSONValue.string("e\u{301}").canonicalBytes() == [0x22, 0x65, 0xCC, 0x81, 0x22])
  }
}
