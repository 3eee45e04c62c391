import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct HashFitsTheAlgorithmTests {
  @Test func `passes: SHA-256 with SHA-256`() throws {
    #expect(
      try judge(HashFitsTheAlgorithm(), control())
        == .passes)
  }

  @Test func `fails: another hash`() throws {
    #expect(
      try judge(HashFitsTheAlgorithm(), control { $0.scheme = .ecdsa(.sha384) })
        == .fails(["hashes[0] is sha-256, must be sha-384", "hashes[1] is sha-256, must be sha-384"]))
  }

  @Test func `fails: no hash at all`() throws {
    #expect(
      try judge(HashFitsTheAlgorithm(), control { $0.scheme = .ed25519 })
        == .fails(["signAlgo is an algorithm that takes no hash, must be one that does"]))
  }

  @Test func `does not apply: no algorithm is another rule's`() throws {
    #expect(
      try judge(HashFitsTheAlgorithm(), control { $0.scheme = nil })
        == .doesNotApply)
  }
}
