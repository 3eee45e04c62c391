import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TimestampHashIsAgreedTests {
  private func asked(_ algorithm: HashAlgorithm) throws -> TimestampEvidence {
    let bytes = [UInt8](repeating: 1, count: algorithm.byteCount)
    let digest = try #require(Digest(algorithm: algorithm, bytes: bytes))
    return try timestamp { $0.asked = digest }
  }

  @Test(arguments: [HashAlgorithm.sha256, .sha384, .sha512]) func `passes: SHA-2`(hash: HashAlgorithm) throws {
    #expect(try judge(TimestampHashIsAgreed(), asked(hash)) == .passes)
  }

  @Test func `fails: SHA-3, which clients of this interface have no name for`() throws {
    #expect(
      try judge(TimestampHashIsAgreed(), asked(.sha3_256))
        == .fails(["timestamp.hashAlgorithm is sha3-256, must be SHA-256, SHA-384 or SHA-512"]))
  }

  @Test func `does not apply to nothing: every token is judged, and never another act`() throws {
    #expect(TimestampHashIsAgreed().applies(to: try timestamp()))
    #expect(TimestampHashIsAgreed.metadata.scope == .timestamp)
    #expect(RuleScope.everything.isDisjoint(with: .timestamp))
  }
}
