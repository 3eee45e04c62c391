import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureFitsIssuerKeyTests {
  @Test func `passes: ECDSA with a P-256 key`() throws {
    #expect(try judge(SignatureFitsIssuerKey(), chain()) == .passes)
  }

  @Test func `fails: RSA with a P-256 key`() throws {
    #expect(
      try judge(SignatureFitsIssuerKey(), chain { $0.signature = .sha256WithRSAEncryption })
        == .fails(["signature is 1.2.840.113549.1.1.11, must be an algorithm of the CA's P-256 key"]))
  }

  @Test func `does not apply: no agreed suite, which another rule refuses`() throws {
    #expect(
      try judge(SignatureFitsIssuerKey(), chain { $0.signature = AlgorithmIdentifier(.sha1WithRSAEncryption) })
        == .doesNotApply)
  }
}
