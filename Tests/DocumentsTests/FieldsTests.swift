import Documents
import Evidence
import Testing

struct FieldsTests {
  private enum Kind: String, CaseIterable { case rsa, ec }

  private struct Token: Equatable {
    let label: String
    let slot: Int64?

    init(_ fields: inout Fields) throws(DocumentError) {
      label = try fields.required("label", as: .string)
      slot = try fields.optional("slot", as: .integer(in: 0...15))
    }
  }

  private func yaml(_ text: String) throws(DocumentError) -> Document { try Document(yaml: Array(text.utf8)) }
  private func json(_ text: String) throws(DocumentError) -> Document { try Document(json: Array(text.utf8)) }

  private func tokens(_ document: Document) throws(DocumentError) -> [Token] {
    try document.read(
      as: .object { fields throws(DocumentError) in try fields.required("tokens", as: .list(of: .object(Token.init))) })
  }

  private func message(_ body: () throws -> Void) -> String? {
    #expect(throws: DocumentError.self, performing: body)?.description
  }

  @Test func `nested objects read alike from YAML and JSON`() throws {
    let fromYAML = try tokens(try yaml("tokens:\n  - label: ca\n    slot: 3\n  - {label: \"7\"}"))
    let fromJSON = try tokens(try json(#"{"tokens":[{"label":"ca","slot":3},{"label":"7"}]}"#))
    #expect(fromYAML == fromJSON)
    #expect(fromJSON.map(\.label) == ["ca", "7"])
    #expect(fromJSON.map(\.slot) == [3, nil])
  }

  @Test func `an unknown member is named with the known ones`() {
    #expect(
      message { _ = try tokens(try json(#"{"tokens":[{"label":"ca","pinn":1}]}"#)) }
        == "$.tokens[0].pinn: unknown member; known members: label, slot")
    #expect(
      message { _ = try tokens(try yaml("tokens:\n  - label: ca\n    pinn: 1")) }
        == "$.tokens[0].pinn (line 3, column 11): unknown member; known members: label, slot")
  }

  @Test func `a name that only looks the same is unknown, and shown escaped`() {
    #expect(
      message { _ = try tokens(try json("{\"to\u{212A}ens\":[],\"tokens\":[]}")) }
        == #"$["to\u{212A}ens"]: unknown member; known members: tokens"#)
    let kelvin = #"{"\#u{212A}":1}"#
    #expect(
      message {
        var fields = try Fields(try json(kelvin))
        _ = try fields.required("K", as: .integer())
      } == "$.K: missing; expected an integer")
  }

  @Test func `a missing member says what was expected`() {
    #expect(
      message { _ = try tokens(try json(#"{"tokens":[{}]}"#)) } == "$.tokens[0].label: missing; expected a string")
  }

  @Test(
    arguments: [
      (#"{"tokens":[{"label":"a","slot":16}]}"#, "$.tokens[0].slot: expected an integer from 0 to 15, found 16"),
      (
        #"{"tokens":[{"label":"a","slot":1.0}]}"#,
        "$.tokens[0].slot: expected an integer from 0 to 15, found the real number 1.0"
      ),
      (
        #"{"tokens":[{"label":"a","slot":"1"}]}"#,
        "$.tokens[0].slot: expected an integer from 0 to 15, found the string \"1\""
      ),
      (#"{"tokens":[{"label":"a","slot":null}]}"#, "$.tokens[0].slot: expected an integer from 0 to 15, found null"),
      (#"{"tokens":[{"label":1}]}"#, "$.tokens[0].label: expected a string, found 1"),
      (#"{"tokens":[{"label":"a\u0000"}]}"#, "$.tokens[0].label: expected text without NUL"),
      (#"{"tokens":{}}"#, "$.tokens: expected an array, found an object"),
      (#"{"tokens":[7]}"#, "$.tokens[0]: expected an object, found 7"),
      (#"[]"#, "$: expected an object, found an array"),
    ])
  func `a value of another shape is refused with its path`(text: String, expected: String) {
    #expect(message { _ = try tokens(try json(text)) } == expected)
  }

  @Test(arguments: ["", " ~", " null"])
  func `an empty YAML value is not an empty string`(value: String) {
    #expect(throws: DocumentError.self) { try yaml("a:\(value)").read(as: .map(of: .string)) }
  }

  @Test func `true and false are booleans and yes is not`() throws {
    #expect(try yaml("[true, false]").read(as: .list(of: .bool)) == [true, false])
    #expect(try json("[true, false]").read(as: .list(of: .bool)) == [true, false])
    for text in ["yes", "'true'", "True", "1"] {
      #expect(throws: DocumentError.self) { try yaml(text).read(as: .bool) }
    }
    #expect(throws: DocumentError.self) { try json("1").read(as: .bool) }
  }

  @Test func `a quoted YAML number is no integer`() throws {
    #expect(try yaml("12").read(as: .integer()) == 12)
    for text in ["'12'", "0x12", "012", "1_2", "9223372036854775808"] {
      #expect(throws: DocumentError.self) { try yaml(text).read(as: .integer()) }
    }
  }

  @Test func `a choice lists what it takes`() throws {
    #expect(try yaml("ec").read(as: FieldShape<Kind>.choice) == .ec)
    #expect(
      message { _ = try json("\"dsa\"").read(as: FieldShape<Kind>.choice) }
        == "$: expected one of rsa, ec, found \"dsa\"")
  }

  @Test func `a list has as many elements as its shape says`() throws {
    let shape = FieldShape<[Int64]>.list(of: .integer(), count: 1...2)
    #expect(try json("[1,2]").read(as: shape) == [1, 2])
    #expect(message { _ = try json("[]").read(as: shape) } == "$: expected 1 to 2 elements, found 0")
    #expect(throws: DocumentError.self) { try json("[1,2,3]").read(as: shape) }
  }

  @Test func `times, hexadecimal and kept values are read`() throws {
    #expect(try yaml("2026-11-20").read(as: .instant) == Instant("2026-11-20"))
    #expect(try json(#""0aFF""#).read(as: .hex) == [0x0A, 0xFF])
    #expect(try json(#"{"b":1,"a":[]}"#).read(as: .json).canonicalBytes() == Array(#"{"a":[],"b":1}"#.utf8))
    #expect(throws: DocumentError.self) { try json(#""2026-02-30""#).read(as: .instant) }
    #expect(throws: DocumentError.self) { try json(#""0aF""#).read(as: .hex) }
  }

  @Test(
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func `base64 has the forms of RFC 4648 section 10`(plain: String, text: String) throws {
    #expect(try json("\"\(text)\"").read(as: .base64) == Array(plain.utf8))
  }

  @Test(
    arguments: [
      "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zh==", "Zm9=", "Zm 9", "Zm9v\\n", "Zm-_", "Zg==Zg==", "Zg=a",
      "Zm9vé==",
    ])
  func `base64 in any other form is refused`(text: String) {
    #expect(throws: DocumentError.self) { try json("\"\(text)\"").read(as: .base64) }
  }
}
