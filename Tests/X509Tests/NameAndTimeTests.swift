import DER
import TestSupport
import Testing
import X509

@Suite struct NameTests {
  @Test func `a name is shown in the order and with the escapes of RFC 4514`() throws {
    let name = Name(rdns: [
      [AttributeTypeAndValue(.countryName, try #require(CharacterString(.printable, "DE")))],
      [
        AttributeTypeAndValue(.commonName, CharacterString(utf8: " a,b+c\"<>;\\ ")),
        AttributeTypeAndValue(.organizationName, CharacterString(utf8: "#1\n2")),
      ],
    ])
    #expect("\(name)" == ##"CN=\ a\,b\+c\"\<\>\;\\\ +O=\#1\0a2,C=DE"##)
  }

  @Test func `an unknown type or a value that is no string is shown in hexadecimal`() throws {
    let name = try Name(der: hexBytes("3013 3108 3006 0602 2A03 0500 3107 3005 06012A 0500"))
    #expect("\(name)" == "1.2=#0500,1.2.3=#0500")
    #expect(name.attributes.first?.string == nil)
    #expect(name.attributes.first?.value == [0x05, 0x00])
  }

  @Test func `values are found by type, in order`() throws {
    let name = Name([
      AttributeTypeAndValue(.givenName, CharacterString(utf8: "Ada")),
      AttributeTypeAndValue(.commonName, CharacterString(utf8: "x")),
      AttributeTypeAndValue(.givenName, CharacterString(utf8: "Eve")),
    ])
    #expect(name.values(of: .givenName).map(\.text) == ["Ada", "Eve"])
    #expect(name.values(of: .surname).isEmpty)
    #expect(try Name(der: name.derBytes) == name)
  }

  @Test func `names with the same text in another string type are not equal`() throws {
    let utf8 = Name([AttributeTypeAndValue(.countryName, CharacterString(utf8: "DE"))])
    let printable = Name([AttributeTypeAndValue(.countryName, try #require(CharacterString(.printable, "DE")))])
    #expect(utf8 != printable)
    #expect("\(utf8)" == "\(printable)")
  }

  @Test func `a relative name without attributes is refused, and a name without relative names is empty`() throws {
    #expect(throws: X509Error.self) { try Name(der: hexBytes("3002 3100")) }
    #expect(try Name(der: hexBytes("3000")).isEmpty)
  }
}

@Suite struct TimeTests {
  private func read(_ tag: UInt8, _ text: String) -> Time? {
    let bytes = [tag, UInt8(text.utf8.count)] + Array(text.utf8)
    return try? DERReader.decode(Time.self, bytes[...])
  }

  @Test(arguments: [
    ("700101000000Z", 0), ("500101000000Z", -631_152_000), ("491231235959Z", 2_524_607_999),
    ("261120120000Z", 1_795_176_000), ("240229000000Z", 1_709_164_800),
  ])
  func `a UTCTime is between 1950 and 2049`(_ text: String, _ seconds: Int64) throws {
    let time = try #require(read(0x17, text))
    #expect(time.secondsSinceEpoch == seconds)
    #expect(time.isEncodedAsRFC5280Requires)
    #expect(time.derEncoded.dropFirst(2) == Array(text.utf8)[...])
    #expect(Time(secondsSinceEpoch: seconds) == time)
  }

  @Test func `a GeneralizedTime is required from 2050 on and before that only noted`() throws {
    let late = try #require(read(0x18, "20500101000000Z"))
    #expect(late.secondsSinceEpoch == 2_524_608_000)
    #expect(late.isEncodedAsRFC5280Requires)
    let early = try #require(read(0x18, "20491231235959Z"))
    #expect(!early.isEncodedAsRFC5280Requires)
    #expect(early.derEncoded == [0x18, 0x0F] + Array("20491231235959Z".utf8))
    #expect(try #require(read(0x18, "99991231235959Z")).isIndefinite)
    #expect("\(early)" == "2049-12-31T23:59:59Z")
  }

  @Test(arguments: [
    "260101000000", "2601010000Z", "260101000000+0000", "260101000000.5Z", "261301000000Z", "260001000000Z",
    "260230000000Z", "260100000000Z", "260101240000Z", "260101006000Z", "260101000060Z", "26010100000aZ", "Z", "",
  ])
  func `a UTCTime in another form, or of a time that is not, is refused`(_ text: String) {
    #expect(read(0x17, text) == nil)
  }

  @Test func `the type must be able to carry the year`() {
    #expect(Time(secondsSinceEpoch: 2_524_608_000, encoding: .utcTime) == nil)
    #expect(Time(secondsSinceEpoch: 253_402_300_800) == nil)
    #expect(Time(secondsSinceEpoch: .max) == nil)
    #expect(Time(secondsSinceEpoch: .min) == nil)
    #expect(Time(secondsSinceEpoch: 0, encoding: .generalizedTime)?.isEncodedAsRFC5280Requires == false)
  }

  @Test func `a validity includes both its ends`() throws {
    let validity = Validity(
      notBefore: try #require(Time(secondsSinceEpoch: 10)), notAfter: try #require(Time(secondsSinceEpoch: 20)))
    #expect([9, 10, 20, 21].map { validity.contains(secondsSinceEpoch: $0) } == [false, true, true, false])
  }
}
