import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ECPrivateKeyIsNotGuessableTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(ECPrivateKeyIsNotGuessable(), subject { $0.key = .subject }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.subject.weak(.malformed, "another")
    #expect(try judge(ECPrivateKeyIsNotGuessable(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.subject.weak(.guessablePrivateKey, "the private key is 1, or the order less that")
    #expect(
      try judge(ECPrivateKeyIsNotGuessable(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is the private key is 1, or the order less that, must be a random private key"]
        ))
  }

  @Test func `does not apply: RSA`() throws {
    #expect(try judge(ECPrivateKeyIsNotGuessable(), subject { $0.key = .rsa(bits: 3072) }) == .doesNotApply)
  }
}
