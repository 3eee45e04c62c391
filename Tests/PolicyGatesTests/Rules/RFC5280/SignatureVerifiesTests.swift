import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureVerifiesTests {
  @Test func `passes: a signature of the issuer`() throws {
    #expect(try judge(SignatureVerifies(), CertificateForm(signature: .verified)) == .passes)
  }

  @Test func `fails: a signature of somebody else`() throws {
    #expect(
      try judge(SignatureVerifies(), CertificateForm(signature: .failed))
        == .fails([
          "signatureValue is not made by the issuer's key over this certificate, must be a signature that the "
            + "issuer's key verifies"
        ]))
  }

  @Test func `does not apply: no signature, or no issuer`() throws {
    #expect(try judge(SignatureVerifies(), CertificateForm(signature: .notMade)) == .doesNotApply)
  }

  @Test func `does not apply: an algorithm that nobody here computes, which another rule names`() throws {
    let form = CertificateForm(signature: .notPossible(dottedOID: PostQuantumAlgorithm.mlDSA65.dottedOID))
    #expect(try judge(SignatureVerifies(), form) == .doesNotApply)
  }
}
