import DER
import Testing

@Suite struct ObjectIdentifierTests {
  @Test func `dotted form and bytes agree`() throws {
    let identifier = try #require(ObjectIdentifier("1.2.840.113549.1.1.11"))
    #expect(identifier == ObjectIdentifier(1, 2, 840, 113549, 1, 1, 11))
    #expect(identifier.derContent == [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B])
    #expect(identifier.description == "1.2.840.113549.1.1.11")
  }

  @Test(arguments: [
    "0.0", "0.39", "1.0", "1.39.1", "2.0", "2.39", "2.40", "2.47.3", "2.48", "2.999.1", "2.5.29.37.0",
    "2.25.329800735698586629295641978511506172918", "0.4.0.194112.1.2", "1.3.6.1.4.1.18446744073709551616",
    "1.2.127.128.16383.16384", "2.999999999999999999", "2.1000000000000000000", "2.18446744073709551535",
    "2.18446744073709551615.1", "1.2.9223372036854775807", "1.2.9223372036854775808", "1.2.999999999999999999",
  ])
  func `text and bytes survive each other`(_ dotted: String) throws {
    let identifier = try #require(ObjectIdentifier(dotted))
    #expect(identifier.description == dotted)
    var writer = DERWriter()
    writer.objectIdentifier(identifier)
    let read = try DERReader.decode(writer.bytes[...]) { reader throws(DERError) in try reader.objectIdentifier() }
    #expect(read == identifier)
  }

  @Test(arguments: [
    "", "1", "3.1", "0.40", "1.40", "1.2.", ".1.2", "1..2", "1.02", "1.2.x", "-1.2", "1.2.-3", "1.2 .3",
  ])
  func `text that names no identifier is refused`(_ dotted: String) {
    #expect(ObjectIdentifier(dotted) == nil)
  }

  @Test(arguments: [0, 1, 127, 128, 16383, 16384, 1 << 62, 1 << 63, UInt64.max])
  func `an identifier is the same from arcs, from text and from its parent`(_ arc: UInt64) throws {
    let text = try #require(ObjectIdentifier("1.3.6.\(arc).7"))
    #expect(ObjectIdentifier(1, 3, 6, arc, 7) == text)
    #expect(ObjectIdentifier(1, 3, 6).appending([arc, 7]) == text)
    #expect(text.description == "1.3.6.\(arc).7")
  }

  @Test func `no identifier grows beyond the longest that is taken`() {
    let long = ObjectIdentifier("2.25.1" + String(repeating: ".1", count: 253))
    #expect(long?.appending([1]) != nil)
    #expect(long?.appending([1, 1]) == nil)
  }

  @Test func `an identifier is below its parents and not below itself`() {
    let parent = ObjectIdentifier(0, 4, 0, 1862)
    #expect(ObjectIdentifier(0, 4, 0, 1862, 1).isBelow(parent))
    #expect(!parent.isBelow(parent))
    #expect(!ObjectIdentifier(0, 4, 0, 1863, 1).isBelow(parent))
  }
}
