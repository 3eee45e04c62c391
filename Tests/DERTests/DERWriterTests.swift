import DER
import TestSupport
import Testing

@Suite struct DERWriterTests {
  @Test(arguments: [
    (0, "0400"), (127, "047F"), (128, "048180"), (255, "0481FF"), (256, "04820100"), (70000, "0483011170"),
  ])
  func `a length takes the fewest octets`(_ count: Int, _ head: String) throws {
    var writer = DERWriter()
    writer.octetString([UInt8](repeating: 0xAA, count: count))
    #expect(writer.bytes.prefix(hexBytes(head).count) == hexBytes(head)[...])
    let read = try DERReader.decode(writer.bytes[...]) { r throws(DERError) in try r.octetString() }
    #expect(read.count == count)
  }

  @Test(arguments: [0, 30, 31, 127, 128, 16383, 16384, UInt32.max])
  func `a tag number of any size is read as it was written`(_ number: UInt32) throws {
    let tag = DERTag(.private, number, constructed: false)
    var writer = DERWriter()
    writer.primitive(tag, [1])
    let element = try DERReader.decode(writer.bytes[...]) { r throws(DERError) in try r.element() }
    #expect(element.tag == tag)
    #expect(Array(element.content) == [1])
  }

  @Test func `the elements of a set are sorted`() {
    var writer = DERWriter()
    writer.set(of: [300, 2, 1]) { $1.integer(Int64($0)) }
    #expect(writer.bytes == hexBytes("310A 020101 020102 0202012C"))
  }

  @Test func `a structure whose length needs more octets moves its content`() {
    var writer = DERWriter()
    writer.sequence { writer in writer.explicit(0) { $0.octetString([UInt8](repeating: 0, count: 200)) } }
    #expect(writer.bytes.prefix(9) == hexBytes("3081CE A081CB 0481C8")[...])
  }

  @Test func `magnitudes get a sign octet where they need one and no other zeros`() {
    var writer = DERWriter()
    writer.unsignedInteger([0, 0, 0x80])
    writer.unsignedInteger([0x7F])
    writer.unsignedInteger([UInt8]())
    #expect(writer.bytes == hexBytes("02020080 02017F 020100"))
  }

  @Test(arguments: CharacterString.Kind.allCases)
  func `a string of each kind survives`(_ kind: CharacterString.Kind) throws {
    let string = try #require(CharacterString(kind, kind == .numeric ? "1 2" : "Ab 1"))
    var writer = DERWriter()
    writer.characterString(string)
    let read = try DERReader.decode(writer.bytes[...]) { r throws(DERError) in try r.characterString() }
    #expect(read == string)
  }

  @Test func `a character outside a kind's alphabet makes no string`() {
    #expect(CharacterString(.printable, "a@b") == nil)
    #expect(CharacterString(.numeric, "1a") == nil)
    #expect(CharacterString(.ia5, "é") == nil)
    #expect(CharacterString(.visible, "\n") == nil)
    #expect(CharacterString(.teletex, "€") == nil)
    #expect(CharacterString(.bmp, "😀") == nil)
  }

  @Test func `named bits lose their trailing zeros and come back`() throws {
    #expect(BitString(namedBits: 0).bytes.isEmpty)
    #expect(BitString(namedBits: 0b11) == BitString(bytes: [0xC0], unusedBits: 6))
    #expect(BitString(namedBits: 1 << 8) == BitString(bytes: [0x00, 0x80], unusedBits: 7))
    for bits: UInt32 in [0, 1, 0x1FF, 1 << 31, 0x8000_0001] {
      #expect(BitString(namedBits: bits).namedBits == bits)
    }
    #expect(try #require(BitString(bytes: [0xC0], unusedBits: 5)).namedBits == nil)
    #expect(BitString(bytes: [1, 2, 3, 4, 1]).namedBits == nil)
  }

  @Test func `whole bytes are given only where every bit counts`() throws {
    #expect(BitString(bytes: [1]).wholeBytes == [1])
    #expect(try #require(BitString(bytes: [2], unusedBits: 1)).wholeBytes == nil)
  }
}
