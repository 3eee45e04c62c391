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

  @Test func `passes and fails: ML-DSA with a key of its own, and with one of other parameters`() throws {
    let oid = try #require(ObjectIdentifier(PostQuantumAlgorithm.mlDSA65.dottedOID))
    let other = try chain { $0.signature = AlgorithmIdentifier(oid) }
    func signed(by key: SampleKey) -> CertificateChain {
      CertificateChain(
        content: other.content, issuer: IssuerFacts(certificate: other.issuer.certificate, publicKey: key.facts),
        signingKey: nil)
    }
    #expect(try judge(SignatureFitsIssuerKey(), signed(by: .postQuantum(.mlDSA65))) == .passes)
    #expect(
      try judge(SignatureFitsIssuerKey(), signed(by: .postQuantum(.mlDSA87)))
        == .fails(["signature is 2.16.840.1.101.3.4.3.18, must be an algorithm of the CA's ML-DSA-87 key"]))
    #expect(
      try judge(SignatureFitsIssuerKey(), other)
        == .fails(["signature is 2.16.840.1.101.3.4.3.18, must be an algorithm of the CA's P-256 key"]))
  }

  @Test func `does not apply: no agreed suite, which another rule refuses`() throws {
    #expect(
      try judge(SignatureFitsIssuerKey(), chain { $0.signature = AlgorithmIdentifier(.sha1WithRSAEncryption) })
        == .doesNotApply)
  }
}
