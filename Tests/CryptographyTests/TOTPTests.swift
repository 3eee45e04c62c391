import Cryptography
import Evidence
import Testing

@Suite struct TOTPTests {
  private func totp(_ algorithm: TOTP.Algorithm, digits: Int) throws -> TOTP {
    let lengths: [TOTP.Algorithm: Int] = [.sha1: 20, .sha256: 32, .sha512: 64]
    let count = lengths[algorithm] ?? 0
    // RFC 6238, appendix B, as its erratum 2866 has the secrets.
    var secret = (0..<count).map { Array("1234567890".utf8)[$0 % 10] }
    return try TOTP(secret: &secret, algorithm: algorithm, digits: digits)
  }

  @Test(
    arguments: [
      (59, "94287082", "46119246", "90693936"), (1_111_111_109, "07081804", "68084774", "25091201"),
      (1_111_111_111, "14050471", "67062674", "99943326"), (1_234_567_890, "89005924", "91819424", "93441116"),
      (2_000_000_000, "69279037", "90698825", "38618901"), (20_000_000_000, "65353130", "77737706", "47863826"),
    ] as [(Int64, String, String, String)])
  func `codes are those of RFC 6238`(seconds: Int64, sha1: String, sha256: String, sha512: String) throws {
    let step = TOTP.step(at: Instant(seconds: seconds))
    for (algorithm, code) in [(TOTP.Algorithm.sha1, sha1), (.sha256, sha256), (.sha512, sha512)] {
      #expect(try totp(algorithm, digits: 8).code(step: step) == code)
      // RFC 4226, 5.3: fewer digits are the last ones.
      #expect(try totp(algorithm, digits: 6).code(step: step) == code.suffix(6))
      #expect(try totp(algorithm, digits: 7).code(step: step) == code.suffix(7))
    }
  }

  @Test func `a code is taken one step early and late, and no more`() throws {
    let totp = try totp(.sha1, digits: 6)
    let code = try totp.code(step: 100)
    for (seconds, expected) in [
      (2969, nil), (2970, 100), (2999, 100), (3000, 100), (3029, 100), (3059, 100), (3060, nil),
    ] as [(Int64, Int64?)] {
      #expect(try totp.step(of: code, at: Instant(seconds: seconds), after: nil) == expected, "\(seconds)")
    }
  }

  @Test func `a step that was taken is not taken again, nor one before it`() throws {
    let totp = try totp(.sha256, digits: 6)
    let now = Instant(seconds: 3000)
    #expect(try totp.step(of: try totp.code(step: 100), at: now, after: 99) == 100)
    #expect(try totp.step(of: try totp.code(step: 100), at: now, after: 100) == nil)
    #expect(try totp.step(of: try totp.code(step: 99), at: now, after: 100) == nil)
    #expect(try totp.step(of: try totp.code(step: 101), at: now, after: 100) == 101)
  }

  @Test func `anything but the digits themselves is no code`() throws {
    let totp = try totp(.sha1, digits: 6)
    let code = try totp.code(step: 100)
    for other in ["", "0", String(code.dropLast()), code + "0", " " + code, "0" + code, "０００００００"] {
      #expect(try totp.step(of: other, at: Instant(seconds: 3000), after: nil) == nil)
    }
    #expect(try totp.step(of: code, at: Instant(seconds: 0), after: nil) == nil)
    #expect(try totp.step(of: try totp.code(step: -1), at: Instant(seconds: 0), after: nil) == nil)
  }

  @Test func `a secret is bounded, wiped from where it came, and so is the number of digits`() throws {
    var secret = [UInt8](repeating: 7, count: 16)
    _ = try TOTP(secret: &secret)
    #expect(secret.isEmpty)
    for (count, digits) in [(15, 6), (129, 6), (16, 5), (16, 9)] {
      var isRefused = false
      var secret = [UInt8](repeating: 7, count: count)
      do { _ = try TOTP(secret: &secret, digits: digits) } catch { isRefused = true }
      #expect(isRefused, "\(count) bytes, \(digits) digits")
    }
  }
}
