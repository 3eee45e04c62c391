import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequestSignatureFitsKeyTests {
  @Test func `passes: ECDSA with a key on a curve`() throws {
    #expect(try judge(RequestSignatureFitsKey(), request()) == .passes)
  }

  @Test func `fails: RSA with a key on a curve`() throws {
    #expect(
      try judge(RequestSignatureFitsKey(), request { $0.algorithm = .sha256WithRSAEncryption })
        == .fails(["signatureAlgorithm is 1.2.840.113549.1.1.11, must be an agreed algorithm of the P-256 key"]))
  }

  @Test func `does not apply to nothing: every request is judged, and no certificate`() throws {
    #expect(RequestSignatureFitsKey().applies(to: try request()))
    #expect(RequestSignatureFitsKey.metadata.scope == .certificationRequest)
    #expect(RuleScope.everything.isDisjoint(with: .certificationRequest))
  }
}
