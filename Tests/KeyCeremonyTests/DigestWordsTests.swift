import Cryptography
import Evidence
import Testing

@testable import KeyCeremony

@Suite struct DigestWordsTests {
  @Test func `the lists are the published ones`() {
    let digests = DigestWords.lists.map { list in Hash.digest(Array(list.map { $0 + "\n" }.joined().utf8)).hex }
    #expect(DigestWords.lists.map(\.count) == [256, 256])
    #expect(
      digests == [
        "37a65f88512467edd12a1ab3eeb5f4328230e86711a8efde6333361ce10f4fcf",
        "c2f23c2233d4d7291107e8f796c374d0cb1fb30c1391bcb4f6480243de8ebf5a",
      ])
  }

  @Test func `a digest reads as words that come back as the digest, whatever their case`() throws {
    let digest = Hash.digest(Array("a ceremony".utf8))
    let words = DigestWords.words(digest)
    #expect(words.count == 32)
    #expect(DigestWords.bytes(words) == digest.bytes)
    #expect(DigestWords.bytes(words.map { $0.uppercased() }) == digest.bytes)
    #expect(DigestWords.lines(digest).count == 8)
    #expect(DigestWords.lines(digest, perLine: 5).joined(separator: " ") == words.joined(separator: " "))
  }

  @Test func `every byte has a word at even and at odd places`() throws {
    let all = Array(UInt8.min...UInt8.max)
    for shift in [0, 1] {
      let bytes = [UInt8](repeating: 7, count: shift) + all
      // Digests have a length of their own: 32 bytes at a time.
      for start in stride(from: 0, to: bytes.count - 31, by: 32) {
        let part = Array(bytes[start..<start + 32])
        let digest = try #require(Digest(algorithm: .sha256, bytes: part))
        #expect(DigestWords.bytes(DigestWords.words(digest)) == part)
      }
    }
  }

  @Test func `the example that is published with the lists reads as it is published`() throws {
    let published: [UInt8] = [
      0xE5, 0x82, 0x94, 0xF2, 0xE9, 0xA2, 0x27, 0x48, 0x6E, 0x8B, 0x06, 0x1B, 0x31, 0xCC, 0x52, 0x8F, 0xD7, 0xFA, 0x3F,
      0x19,
    ]
    let digest = try #require(Digest(algorithm: .sha256, bytes: published + [UInt8](repeating: 0, count: 12)))
    #expect(
      DigestWords.words(digest).prefix(20).joined(separator: " ") == """
        topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado chatter \
        revolver Dupont midsummer stopwatch whimsical cowbell bottomless
        """)
  }

  @Test func `a word that was left out, exchanged or is none gives nothing`() throws {
    let words = DigestWords.words(Hash.digest([1, 2, 3]))
    #expect(DigestWords.bytes(Array(words.dropFirst())) == nil)
    #expect(DigestWords.bytes([words[1], words[0]] + words.dropFirst(2)) == nil)
    #expect(DigestWords.bytes(["sealgate"]) == nil)
  }
}
