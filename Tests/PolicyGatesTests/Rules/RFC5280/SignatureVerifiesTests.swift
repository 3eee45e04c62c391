import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureVerifiesTests {
  @Test func `passes: a signature of the issuer`() throws {
    #expect(try judge(SignatureVerifies(), CertificateForm(signatureVerifies: .yes)) == .passes)
  }

  @Test func `fails: a signature of somebody else`() throws {
    #expect(
      try judge(SignatureVerifies(), CertificateForm(signatureVerifies: .no))
        == .fails([
          "signatureValue is not made by the issuer's key over this certificate, must be a signature that the "
            + "issuer's key verifies"
        ]))
  }

  @Test func `does not apply: no signature, or no issuer`() throws {
    #expect(try judge(SignatureVerifies(), CertificateForm(signatureVerifies: .unknown)) == .doesNotApply)
  }
}
