import Evidence
import Testing

@Suite struct MessageFormTests {
  private func key(_ kind: KeyKind, pss: PSSRestriction? = nil) throws -> KeyFacts {
    let digest = try #require(Digest(algorithm: .sha256, bytes: [UInt8](repeating: 0, count: 32)))
    return KeyFacts(kind: kind, spki: [], spkiSHA256: digest, pss: pss)
  }

  private func rsa(_ bits: Int, pss: PSSRestriction? = nil) throws -> KeyFacts {
    let first = UInt8(1) << UInt8((bits - 1) % 8)
    let modulus = [first] + [UInt8](repeating: 1, count: (bits + 7) / 8 - 1)
    return try key(.rsa(modulus: modulus, exponent: [1, 0, 1]), pss: pss)
  }

  private func problem(
    _ scheme: SignatureScheme, salt: Int? = nil, bytes: Int = 32, key: KeyFacts
  ) -> String? {
    MessageForm.digest(pssSaltLength: salt).problem(
      message: [UInt8](repeating: 7, count: bytes), scheme: scheme, key: key)
  }

  @Test func `a whole message of any length has no problem`() throws {
    let key = try key(.ed25519)
    #expect(MessageForm.whole.problem(message: [1], scheme: .ed25519, key: key) == nil)
  }

  @Test func `a digest has the length of its hash, and schemes without a hash take none`() throws {
    let key = try key(.ec(.p256))
    #expect(problem(.ecdsa(.sha256), key: key) == nil)
    #expect(problem(.ecdsa(.sha256), bytes: 31, key: key) == "a digest of 31 bytes; sha-256 has 32")
    #expect(problem(.ecdsa(.sha512), bytes: 32, key: key) == "a digest of 32 bytes; sha-512 has 64")
    #expect(problem(.ed25519, bytes: 64, key: try self.key(.ed25519))?.contains("whole messages alone") == true)
  }

  /// RFC 8017, 9.1.1: the block has one bit less than the modulus; 2049 bits lose no byte by that, 2048 do not either.
  @Test(arguments: [(2048, 222), (2049, 222), (2050, 223), (3072, 350)])
  func `a salt may be as long as the block leaves room for`(bits: Int, most: Int) throws {
    let key = try rsa(bits)
    #expect(key.longestPSSSalt(.sha256) == most)
    #expect(problem(.rsaPSS(.sha256), salt: 0, key: key) == nil)
    #expect(problem(.rsaPSS(.sha256), salt: most, key: key) == nil)
    #expect(
      problem(.rsaPSS(.sha256), salt: most + 1, key: key)
        == "a salt of \(most + 1) bytes; with sha-256 this key takes 0 to \(most)")
    for salt in [-1, Int.min, Int.max] { #expect(problem(.rsaPSS(.sha256), salt: salt, key: key) != nil) }
  }

  @Test func `a salt is for RSASSA-PSS alone`() throws {
    #expect(problem(.rsaPKCS1(.sha256), salt: 32, key: try rsa(2048))?.contains("RSASSA-PSS alone") == true)
    #expect(problem(.ecdsa(.sha256), salt: 0, key: try key(.ec(.p256))) != nil)
    #expect(problem(.rsaPSS(.sha256), salt: 32, key: try key(.ec(.p256))) != nil)
    #expect(try key(.ec(.p256)).longestPSSSalt(.sha256) == nil)
    #expect(try rsa(256).longestPSSSalt(.sha512) == nil)
  }

  @Test func `a salt below what the key's own parameters want is refused`() throws {
    #expect(problem(.rsaPSS(.sha256), salt: 31, key: try rsa(2048, pss: .hash(.sha256))) != nil)
    #expect(problem(.rsaPSS(.sha256), salt: 32, key: try rsa(2048, pss: .hash(.sha256))) == nil)
    #expect(problem(.rsaPSS(.sha256), salt: 31, key: try rsa(2048, pss: .anyHash)) == nil)
  }
}
