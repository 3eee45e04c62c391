import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureAlgorithmsAgreeTests {
  @Test func `passes: the same algorithm twice`() throws {
    #expect(try judge(SignatureAlgorithmsAgree(), CertificateForm(algorithmsAgree: .yes)) == .passes)
  }

  @Test func `fails: another algorithm beside the signature`() throws {
    #expect(
      try judge(SignatureAlgorithmsAgree(), CertificateForm(algorithmsAgree: .no))
        == .fails(["signatureAlgorithm is another one than is signed, must be the algorithm of the signature field"]))
  }

  @Test func `does not apply: what is not signed yet`() throws {
    #expect(try judge(SignatureAlgorithmsAgree(), CertificateForm(algorithmsAgree: .unknown)) == .doesNotApply)
  }
}
