import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListSignatureFitsKeyTests {
  @Test func `passes: ECDSA with a key on a curve`() throws {
    #expect(try judge(ListSignatureFitsKey(), list()) == .passes)
  }

  @Test func `fails: RSA with a key on a curve`() throws {
    #expect(
      try judge(ListSignatureFitsKey(), list { $0.list.signature = .sha256WithRSAEncryption })
        == .fails(["signature is 1.2.840.113549.1.1.11, must be an agreed algorithm of the signer's P-384 key"]))
  }

  @Test func `fails: an algorithm that nobody agreed to`() throws {
    #expect(
      try judge(
        ListSignatureFitsKey(),
        list { $0.list.signature = AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null) })
        == .fails(["signature is 1.2.840.113549.1.1.5, must be an agreed algorithm of the signer's P-384 key"]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListSignatureFitsKey().applies(to: try list()))
    #expect(ListSignatureFitsKey.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
