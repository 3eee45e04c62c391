import DER
import Testing

@Suite struct StreamSafeTextTests {
  private static func accents(_ count: Int) -> String {
    var text = "a"
    for index in 0..<count { text.unicodeScalars.append(index.isMultiple(of: 2) ? "\u{0301}" : "\u{0316}") }
    return text
  }

  @Test(arguments: ["", "Andersson", "Ångström", "日本語", accents(30), accents(30) + accents(30)])
  func `text as it is written holds`(_ text: String) {
    #expect(StreamSafeText.holds(text))
  }

  @Test(arguments: [accents(31), "x" + accents(1000) + "x", String(repeating: "\u{0344}", count: 31)])
  func `a long run of combining characters does not`(_ text: String) {
    #expect(!StreamSafeText.holds(text))
  }

  @Test func `a character string with a long run is refused, and one with a short run is read`() throws {
    func read(_ text: String) throws(DERError) -> String {
      var writer = DERWriter()
      writer.characterString(CharacterString(utf8: text))
      return try DERReader.decode(writer.bytes[...]) { reader throws(DERError) in try reader.characterString().text }
    }
    #expect(try read(Self.accents(30)) == Self.accents(30))
    let error = #expect(throws: DERError.self) { try read(Self.accents(31)) }
    #expect(error?.problem == .badString)
    // Half a megabyte, which Swift would need minutes to hash.
    #expect(throws: DERError.self) { try read(Self.accents(250_000)) }
  }
}
