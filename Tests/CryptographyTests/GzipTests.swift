import Cryptography
import Testing

/// `gzip -9` of a line of text.
private let packed: [UInt8] = [
  0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2B, 0xCF, 0x48, 0x2C, 0x51, 0x48,
  0x54, 0x48, 0x4E, 0x2C, 0x4A, 0x51, 0x28, 0x4E, 0xAC, 0x2C, 0x56, 0xC8, 0x4F, 0x03, 0x72, 0xB3,
  0x53, 0x2B, 0xB9, 0x00, 0xC6, 0xD0, 0x36, 0xA5, 0x1A, 0x00, 0x00, 0x00,
]

@Suite struct GzipTests {
  @Test func `one member is unpacked`() {
    #expect(Gzip.inflate(packed, limit: 100) == Array("what a card says of a key\n".utf8))
  }

  @Test func `the limit is of the content`() {
    #expect(Gzip.inflate(packed, limit: 26)?.count == 26)
    #expect(Gzip.inflate(packed, limit: 25) == nil)
  }

  @Test func `what is cut, altered or followed by more is refused`() {
    for count in 0..<packed.count { #expect(Gzip.inflate(Array(packed.prefix(count)), limit: 100) == nil) }
    #expect(Gzip.inflate(packed + [0], limit: 100) == nil)
    #expect(Gzip.inflate(packed + packed, limit: 100) == nil)
    var altered = packed
    altered[packed.count - 6] ^= 1
    #expect(Gzip.inflate(altered, limit: 100) == nil)
  }

  @Test func `bare deflate and zlib are no gzip`() {
    #expect(Gzip.inflate([0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01], limit: 100) == nil)
    #expect(Gzip.inflate([0x03, 0x00], limit: 100) == nil)
  }
}
