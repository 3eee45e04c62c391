import Evidence
import Testing

@Suite struct KnownWeakKeysTests {
  private static let digest = String(repeating: "ab", count: 32)
  private static let line = "\(digest)\tdebian-2048\tCVE-2008-0166\t2026-11-20"

  @Test func `a key is found by its digest`() throws {
    let keys = try KnownWeakKeys(text: "# a comment\n\n\(Self.line)\n")
    let digest = try #require(Digest(algorithm: .sha256, bytes: [UInt8](repeating: 0xAB, count: 32)))
    #expect(keys.count == 1)
    #expect(keys[digest]?.name == "debian-2048")
    #expect(keys[digest]?.source == "CVE-2008-0166")
    #expect(keys[digest]?.date == Instant("2026-11-20"))
    let other = try #require(Digest(algorithm: .sha256, bytes: [UInt8](repeating: 0, count: 32)))
    #expect(keys[other] == nil)
  }

  @Test(arguments: [
    ("x", "line 1: 1 columns, must be digest, name, source, date"),
    ("ab\tn\ts\t2026-11-20", "line 1: the digest is no SHA-256 in hex"),
    ("\(digest)\t\ts\t2026-11-20", "line 1: a name, a source and a day such as 2026-11-20 are needed"),
    ("\(digest)\tn\ts\tyesterday", "line 1: a name, a source and a day such as 2026-11-20 are needed"),
    ("\(line)\n\(line)", "line 2: the digest stands there twice"),
  ])
  func `a list with a line that is no entry is none`(text: String, problem: String) throws {
    let error = #expect(throws: KnownWeakKeys.FormatError.self) { try KnownWeakKeys(text: text) }
    #expect(error?.description == problem)
  }
}
