import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsForSigningTests {
  @Test func `passes: it signs, and nothing is said of the rest`() throws {
    #expect(try judge(KeyIsForSigning(), origin()) == .passes)
    #expect(try judge(KeyIsForSigning(), origin { $0.set(.signs, .unknown) }) == .passes)
  }

  @Test func `fails: a key that cannot sign`() throws {
    #expect(
      try judge(KeyIsForSigning(), origin { $0.set(.signs, .no) })
        == .fails(["attestation.signs is false (sample field), must be true: it is to sign"]))
  }

  @Test(arguments: [ClaimName.decrypts, .wraps, .derives, .exportsKeys, .signsAttestations])
  func `fails: a key that does something else too`(name: ClaimName) throws {
    #expect(
      try judge(KeyIsForSigning(), origin { $0.set(name, .yes) })
        == .fails([
          "attestation.\(name.rawValue) is true (sample field), must be false: a signing key does nothing else"
        ]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyIsForSigning(), origin { $0.isAttested = false }) == .doesNotApply)
  }

  @Test func `passes: a use that only warns, where origin alone is judged`() throws {
    for name in [ClaimName.decrypts, .wraps, .derives] {
      #expect(try judge(KeyIsForSigning(), origin(demand: .origin) { $0.set(name, .yes) }) == .passes)
    }
    for name in [ClaimName.exportsKeys, .signsAttestations] {
      #expect(try judge(KeyIsForSigning(), origin(demand: .origin) { $0.set(name, .yes) }) != .passes)
    }
  }
}
