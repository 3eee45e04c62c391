import TestSupport
import Testing

@testable import WebAuthn

@Suite struct CBORItemTests {
  private func item(_ hex: String) throws -> CBORItem { try CBORItem(hexBytes(hex), path: "item") }

  @Test func `whole numbers of every width are read`() throws {
    #expect(try item("00").number == 0)
    #expect(try item("17").number == 23)
    #expect(try item("1818").number == 24)
    #expect(try item("190100").number == 256)
    #expect(try item("1a00010000").number == 65536)
    #expect(try item("1b7fffffffffffffff").number == .max)
    #expect(try item("20").number == -1)
    #expect(try item("390100").number == -257)
    #expect(try item("3b7fffffffffffffff").number == .min)
    #expect(try item("1bffffffffffffffff").number == nil)
    #expect(try item("3bffffffffffffffff").number == nil)
  }

  @Test func `strings, arrays, maps and simple values are read, and keep their bytes`() throws {
    let map = try item("a4616101626262430102036163820a2020f5")
    #expect(map["a"]?.number == 1)
    #expect(map["bb"]?.byteString == [1, 2, 3])
    #expect(map["c"]?.elements?.map(\.number) == [10, -1])
    #expect(map[-1]?.value == .bool(true))
    #expect(map["d"] == nil)
    #expect(map["c"]?.encoded == [0x82, 0x0A, 0x20])
    #expect(try item("f6").value == .null)
    #expect(try item("40").byteString == [])
    #expect(try item("60").text == "")
    #expect(try item("80").elements == [])
    #expect(try item("a0").members == [])
  }

  @Test(
    arguments: [
      "", "18", "19ff", "41", "5affffffff00", "5bffffffffffffffff", "5b8000000000000000", "61", "81", "9a7fffffff",
      "9bffffffffffffffff", "9b8000000000000000", "a1", "a101", "ba7fffffff", "bbffffffffffffffff",
      "bb8000000000000000", "1c", "ff",
    ] as [String])
  func `what is cut short is refused, whatever length it claims`(hex: String) {
    #expect(throws: WebAuthnError.self) { try item(hex) }
  }

  @Test(
    arguments: [
      "1817", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3817", "5801ff", "780161", "9801f6", "b80101f6",
    ] as [String])
  func `a head longer than needed is refused`(hex: String) {
    #expect(throws: WebAuthnError.self) { try item(hex) }
  }

  @Test(
    arguments: [
      "5f4100ff", "7f6161ff", "9fff", "bfff", "c000", "f90000", "fa00000000", "fb0000000000000000", "f7", "f800",
      "a2010101f6", "a141000f", "a18000", "a1f500", "61ff", "0000",
    ] as [String])
  func `what is not canonical, or has no place in WebAuthn, is refused`(hex: String) {
    #expect(throws: WebAuthnError.self) { try item(hex) }
  }

  @Test func `nesting ends at a fixed depth`() throws {
    func nested(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x81, count: count - 1) + [0] }
    #expect(throws: Never.self) { try CBORItem(nested(CBORItem.deepest), path: "item") }
    #expect(throws: WebAuthnError.self) { try CBORItem(nested(CBORItem.deepest + 1), path: "item") }
    #expect(throws: WebAuthnError.self) { try CBORItem(nested(60000), path: "item") }
  }

  @Test func `an error says where and what, and lets no control characters through`() throws {
    #expect(throws: WebAuthnError.malformed(path: "item.a?", found: "cut short", required: "a whole item")) {
      try item("a162610a")
    }
    #expect(throws: WebAuthnError.malformed(path: "item.a", found: "given twice", required: "given once")) {
      try item("a2616101616102")
    }
  }
}
