import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PrecertificateIsNotPrecertifiedTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(PrecertificateIsNotPrecertified(), pair(.evcp)) == .passes)
  }

  @Test func `fails: a poisoned one beside it`() throws {
    #expect(
      try judge(
        PrecertificateIsNotPrecertified(), pair(.evcp) { $0.certificate.set(PrecertificatePoison(), critical: true) })
        == .fails(["precertificate is beside a precertificate, must be absent until the certificate is asked for"]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(try judge(PrecertificateIsNotPrecertified(), pair(.evcp) { $0.precertified = false }) == .doesNotApply)
  }
}
