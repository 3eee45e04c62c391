import DER
import Testing

@Suite struct Base64URLTests {
  @Test(
    arguments: [
      ([], ""), ([0xFB], "-w"), ([0xFB, 0xFF], "-_8"), ([0xFB, 0xFF, 0xBF], "-_-_"), ([1, 2, 3, 4], "AQIDBA"),
    ] as [([UInt8], String)])
  func `bytes are spelled without padding in the alphabet of URLs, and read back`(bytes: [UInt8], text: String) {
    #expect(Base64URL.encode(bytes) == text)
    #expect(Base64URL.decode(text) == bytes)
  }

  @Test(arguments: ["-w==", "+w", "/w", "-x", "-", "-_8 ", "-_8\n", "A", "-_8AB", "é"])
  func `there is one spelling and no other`(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }
}
