import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureIsForTLSTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(SignatureIsForTLS(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: SHA-3`() throws {
    #expect(
      try judge(SignatureIsForTLS(), subject(.dvcp) { $0.signature = AlgorithmIdentifier(.ecdsaWithSHA3_256) })
        == .fails(["signature is 2.16.840.1.101.3.4.3.10, must be RSA or ECDSA with SHA-256, SHA-384 or SHA-512"]))
  }

  @Test func `does not apply: what another rule refuses for every certificate`() throws {
    #expect(
      try judge(SignatureIsForTLS(), subject(.dvcp) { $0.signature = AlgorithmIdentifier(.sha1WithRSAEncryption) })
        == .doesNotApply)
  }
}
