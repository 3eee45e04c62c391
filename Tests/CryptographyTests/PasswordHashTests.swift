import Evidence
import Testing

@testable import Cryptography

@Suite struct PasswordHashTests {
  private func secret(_ text: String) -> SecretBytes {
    var bytes = Array(text.utf8)
    return SecretBytes(&bytes)
  }

  private func cheap() throws -> PasswordHash.Cost { try #require(PasswordHash.Cost(logN: 4, r: 1, p: 1)) }

  /// RFC 7914, 12; the last of its vectors takes a GiB.
  @Test(
    arguments: [
      (
        "password", "NaCl", 10, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830da"
          + "c727afb94a83ee6d8360cbdfa2cc0640"
      ),
      (
        "pleaseletmein", "SodiumChloride", 14, 8, 1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9"
          + "e61e85dc0d651e40dfcf017b45575887"
      ),
    ] as [(String, String, Int, Int, Int, String)])
  func `scrypt gives what RFC 7914 says`(
    password: String, salt: String, logN: Int, r: Int, p: Int, expected: String
  ) throws {
    let cost = try #require(PasswordHash.Cost(logN: logN, r: r, p: p))
    let derived = try PasswordHash.derive(secret(password), Array(salt.utf8), cost, length: 64)
    #expect(Hex.encode(derived) == expected)
  }

  @Test func `the password matches, and nothing like it does`() throws {
    let hash = try PasswordHash(secret("correct horse"), cost: try cheap())
    #expect(try hash.matches(secret("correct horse")))
    for other in ["", "correct hors", "correct horse ", "Correct horse", "correct horse\0"] {
      #expect(!(try hash.matches(secret(other))), "\(other)")
    }
  }

  @Test func `the same password is stored differently each time, and comes back from its text`() throws {
    let first = try PasswordHash(secret("x"), cost: try cheap())
    let second = try PasswordHash(secret("x"), cost: try cheap())
    #expect(first.text != second.text)
    let stored = try #require(PasswordHash(first.text))
    #expect(stored == first)
    #expect(try stored.matches(secret("x")))
    #expect("\(first)" == "scrypt with N=2^4, r=1, p=1")
  }

  @Test func `the standard cost is OWASP's, and is paid`() throws {
    let hash = try PasswordHash(secret("x"))
    #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
    #expect(try hash.matches(secret("x")))
  }

  @Test func `a password that is empty or over the bound is refused before anything is computed`() throws {
    let longest = String(repeating: "a", count: PasswordHash.longestPassword)
    let hash = try PasswordHash(secret(longest), cost: try cheap())
    #expect(try hash.matches(secret(longest)))
    #expect(!(try hash.matches(secret(longest + "a"))))
    for text in ["", longest + "a", "a\0"] {
      var isRefused = false
      do { _ = try PasswordHash(secret(text), cost: try cheap()) } catch { isRefused = true }
      #expect(isRefused)
    }
  }

  @Test func `a stored text in another spelling, or with a cost beyond the bounds, is none`() throws {
    let text = try PasswordHash(secret("x"), cost: try cheap()).text
    #expect(PasswordHash(text) != nil)
    for (old, new) in [
      ("scrypt", "bcrypt"), ("ln=4", "ln=04"), ("ln=4", "ln=21"), ("ln=4", "ln=0"), ("ln=4", "ln=-4"), ("r=1", "r=0"),
      ("r=1", "r=33"), ("p=1", "p=17"), ("ln=4,r=1", "r=1,ln=4"), (",p=1", ""), ("$scrypt", "scrypt"),
      ("p=1$", "p=1$A"),
    ] {
      #expect(PasswordHash(text.replacing(old, with: new)) == nil, "\(new)")
    }
    #expect(PasswordHash(text + "$") == nil)
    #expect(PasswordHash(String(text.dropLast())) == nil)
    #expect(PasswordHash("") == nil)
    #expect(PasswordHash.Cost(logN: 20, r: 8, p: 1) == nil)
    #expect(PasswordHash.Cost(logN: 17, r: 8, p: 1) != nil)
  }
}
