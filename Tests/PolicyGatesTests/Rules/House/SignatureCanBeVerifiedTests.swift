import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SignatureCanBeVerifiedTests {
  @Test(arguments: [SignatureCheck.verified, .failed])
  func `passes: a signature that was verified, whatever came of it`(check: SignatureCheck) throws {
    #expect(try judge(SignatureCanBeVerified(), CertificateForm(signature: check)) == .passes)
  }

  @Test func `fails: ML-DSA, by its name`() throws {
    let form = CertificateForm(signature: .notPossible(dottedOID: PostQuantumAlgorithm.mlDSA65.dottedOID))
    #expect(
      try judge(SignatureCanBeVerified(), form)
        == .fails([
          "signatureValue is of ML-DSA-65 (2.16.840.1.101.3.4.3.18), which cannot be verified by this build, must be a "
            + "signature that this build can verify"
        ]))
  }

  @Test func `fails: an algorithm without a name`() throws {
    #expect(
      try judge(SignatureCanBeVerified(), CertificateForm(signature: .notPossible(dottedOID: "1.2.3")))
        == .fails([
          "signatureValue is of 1.2.3, which cannot be verified by this build, must be a signature that this build can "
            + "verify"
        ]))
  }

  @Test func `does not apply: no signature, or no issuer`() throws {
    #expect(try judge(SignatureCanBeVerified(), CertificateForm()) == .doesNotApply)
  }
}
