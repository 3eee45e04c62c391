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

  @Test func `an identifier is below its parents and not below itself`() {
    let parent = ObjectIdentifier(0, 4, 0, 1862)
    #expect(ObjectIdentifier(0, 4, 0, 1862, 1).isBelow(parent))
    #expect(!parent.isBelow(parent))
    #expect(!ObjectIdentifier(0, 4, 0, 1863, 1).isBelow(parent))
  }
}
