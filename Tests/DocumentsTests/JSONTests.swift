import Documents
import Evidence
import TestSupport
import Testing

struct JSONTests {
  private func read(_ text: String, limits: DocumentLimits = DocumentLimits()) throws(DocumentError) -> Document {
    try Document(json: Array(text.utf8), limits: limits)
  }

  private func canonical(_ text: String) throws(DocumentError) -> String {
    String(decoding: try read(text).jsonValue().canonicalBytes(), as: UTF8.self)
  }

  /// Samples that RFC 8259 takes and this reader refuses, each with its reason.
  private static let refusedOnPurpose: [String: String] = [
    "test_parsing/y_object_duplicated_key.json": "a repeated name",
    "test_parsing/y_object_duplicated_key_and_value.json": "a repeated name",
    "test_parsing/y_object_escaped_null_in_key.json": "NUL in a name",
  ]

  @Test func `long runs of combining characters are refused before anything compares them`() throws {
    func accents(_ count: Int) -> String { String(repeating: "\u{0301}\u{0316}", count: count / 2) }
    _ = try read("{\"a\(accents(30))\": \"a\(accents(30))\"}")
    // Looking up a name of 64,000 of them took Swift 1.75 s, and twice as many four times that.
    for text in ["{\"a\(accents(200_000))\": 1}", "[\"a\(accents(32))\"]"] {
      let error = #expect(throws: DocumentError.self) { try read(text) }
      #expect(error?.problem == "more than 30 combining characters in a row")
      #expect(throws: DocumentError.self) { try Document(yaml: Array(text.utf8)) }
    }
  }

  @Test(.needsVectors, arguments: Vectors.index("corpora/json"))
  func `every sample of the JSON corpus gets the verdict of its index`(row: Vectors.Row) throws {
    let bytes = try Vectors.bytes("corpora/json/\(row.file)")
    let accepted = (try? Document(json: bytes)) != nil
    switch row.expected {
    case "accept": #expect(accepted == (Self.refusedOnPurpose[row.file] == nil))
    case "reject": #expect(!accepted)
    default: break  // Either verdict will do; that the process lives is the test.
    }
  }

  @Test(.needsVectors)
  func `the corpus is there and every exception names a sample of it`() {
    let files = Set(Vectors.index("corpora/json").map(\.file))
    #expect(files.count == 340)
    #expect(files.isSuperset(of: Self.refusedOnPurpose.keys))
  }

  @Test(
    arguments: [
      #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"K":1,"\#u{212A}":2}"#,
      #"{"a\u0000b":1}"#, "[1,]", #"{"a":1,}"#, "[1] 2", "[1]]", "", " ", "nul", "\u{FEFF}[]", "[9223372036854775808]",
      "[01]", "['a']", "[1]//", #"["\ud800"]"#, "[NaN]", "[1e999]", "[1]\0[", "12\0",
    ])
  func `hostile text is refused`(text: String) {
    #expect(throws: DocumentError.self) { try read(text) }
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(throws: DocumentError.self) { try Document(json: [0x22, 0xFF, 0x22]) }
    #expect(throws: DocumentError.self) { try Document(json: [0x22, 0xC0, 0x80, 0x22]) }
  }

  @Test func `depth is limited exactly, and brackets in strings do not count`() throws {
    let limits = DocumentLimits(depth: 3)
    _ = try read(#"[[["[[[\"[["]]]"#, limits: limits)
    #expect(throws: DocumentError(problem: "nested deeper than the limit of 3")) {
      try read("[[[[]]]]", limits: limits)
    }
    #expect(throws: DocumentError.self) { try read(String(repeating: "[", count: 1 << 19)) }
  }

  @Test func `size is limited exactly`() throws {
    _ = try read("[1]", limits: DocumentLimits(bytes: 3))
    #expect(throws: DocumentError(problem: "4 bytes are over the limit of 3")) {
      try read("[1] ", limits: DocumentLimits(bytes: 3))
    }
  }

  @Test func `a syntax error names line and column`() {
    let error = #expect(throws: DocumentError.self) { try read("{\n  \"a\": x}") }
    #expect(error?.description == "line 2, column 9: not JSON: invalid token near 'x'")
  }

  @Test func `canonical output sorts members and drops white space`() throws {
    #expect(try canonical(#" { "b" : [ 1 , true , null ] , "a" : "\u00e9\/" } "#) == #"{"a":"é/","b":[1,true,null]}"#)
  }

  @Test func `a real number has no canonical output`() throws {
    let document = try read(#"{"a":[0,1.0]}"#)
    let error = #expect(throws: DocumentError.self) { try document.jsonValue() }
    #expect(error?.path == "$.a[1]")
  }
}
