import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PrecertificateIsThereTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(PrecertificateIsThere(), pair(.evcp)) == .passes)
  }

  @Test func `fails: absent`() throws {
    #expect(
      try judge(PrecertificateIsThere(), pair(.evcp) { $0.precertified = false })
        == .fails(["precertificate is absent, must be present, as the certificate holds timestamps"]))
  }

  @Test func `does not apply: no timestamps`() throws {
    #expect(
      try judge(PrecertificateIsThere(), pair(.evcp) { $0.certificate.remove(SignedCertificateTimestamps.self) })
        == .doesNotApply)
  }
}
