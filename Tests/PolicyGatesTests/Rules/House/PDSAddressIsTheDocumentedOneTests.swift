import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PDSAddressIsTheDocumentedOneTests {
  @Test func `passes: the certificate names the documented address`() throws {
    #expect(try judge(PDSAddressIsTheDocumentedOne(), process()) == .passes)
  }

  @Test func `fails: another address`() throws {
    #expect(
      try judge(
        PDSAddressIsTheDocumentedOne(),
        process { $0.application.policyDocuments?.pdsURL = "https://other.example/pds.pdf" })
        == .fails([
          "application.policyDocuments.pdsUrl is https://other.example/pds.pdf, must be one of those in the certificate: https://demo.example/pds_en.pdf"
        ]))
  }

  @Test func `does not apply: a certificate without QcPDS`() throws {
    #expect(
      try judge(
        PDSAddressIsTheDocumentedOne(),
        process { $0.certificate.statements { $0.removeAll { if case .pds = $0 { true } else { false } } } })
        == .doesNotApply)
  }
}
