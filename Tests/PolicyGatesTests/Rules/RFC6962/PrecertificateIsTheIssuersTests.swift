import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PrecertificateIsTheIssuersTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(PrecertificateIsTheIssuers(), pair(.evcp)) == .passes)
  }

  @Test func `fails: another key's`() throws {
    #expect(
      try judge(PrecertificateIsTheIssuers(), pair(.evcp) { $0.precertificateVerified = .no })
        == .fails(["precertificate.signature is verified: no, must be a signature of the issuer's key"]))
  }

  @Test func `fails: not known`() throws {
    #expect(
      try judge(PrecertificateIsTheIssuers(), pair(.evcp) { $0.precertificateVerified = .unknown })
        == .fails(["precertificate.signature is verified: unknown, must be a signature of the issuer's key"]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(try judge(PrecertificateIsTheIssuers(), pair(.evcp) { $0.precertified = false }) == .doesNotApply)
  }
}
