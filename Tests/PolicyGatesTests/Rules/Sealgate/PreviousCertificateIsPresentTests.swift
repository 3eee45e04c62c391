import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PreviousCertificateIsPresentTests {
  @Test func `passes: a renewal beside the certificate before`() throws {
    #expect(try judge(PreviousCertificateIsPresent(), event(.renewal).change) == .passes)
  }

  @Test func `fails: a re-key that shows none`() throws {
    #expect(
      try judge(PreviousCertificateIsPresent(), event(.rekey) { $0.previous = nil }.change)
        == .fails(["previousCertificate is absent, must be the certificate before, as the event is re-key"]))
  }

  @Test func `does not apply: a first issuance`() throws {
    #expect(try judge(PreviousCertificateIsPresent(), event(.initial).change) == .doesNotApply)
  }
}
