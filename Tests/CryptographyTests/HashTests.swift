import Cryptography
import Evidence
import Testing

struct HashTests {
  /// "abc" from the FIPS 180-4 and FIPS 202 example values.
  private static let abc: [(HashAlgorithm, String)] = [
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha384,
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
    (.sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
    (
      .sha3_384,
      "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25"
    ),
    (
      .sha3_512,
      "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
        + "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"
    ),
  ]

  @Test(arguments: abc)
  func `abc has the digest of the standard, at once and in parts`(algorithm: HashAlgorithm, expected: String) {
    #expect(Hash.digest(Array("abc".utf8), algorithm).hex == expected)
    var parts = IncrementalHash(algorithm)
    parts.update(Array("a".utf8))
    parts.update([])
    parts.update(Array("bc".utf8))
    #expect(parts.finish().hex == expected)
  }

  @Test func `the empty message has a digest`() {
    #expect(
      Hash.digest([], .sha256).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `every algorithm is covered`() {
    #expect(Set(Self.abc.map(\.0)) == Set(HashAlgorithm.allCases))
  }

  @Test func `random bytes are as many as asked and not twice the same`() throws {
    #expect(try SecureRandom.bytes(0).isEmpty)
    #expect(try SecureRandom.bytes(33).count == 33)
    #expect(try SecureRandom.bytes(32) != SecureRandom.bytes(32))
  }
}
