import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PrecertificateHasNoTimestampsTests {
  @Test func `passes: a precertificate`() throws {
    #expect(
      try judge(
        PrecertificateHasNoTimestamps(),
        subject(.evcp) {
          $0.remove(SignedCertificateTimestamps.self)
          $0.set(PrecertificatePoison(), critical: true)
        }) == .passes)
  }

  @Test func `fails: both`() throws {
    #expect(
      try judge(PrecertificateHasNoTimestamps(), subject(.evcp) { $0.set(PrecertificatePoison(), critical: true) })
        == .fails(["extensions.signedCertificateTimestamps is present in a precertificate, must be absent"]))
  }

  @Test func `does not apply: a certificate`() throws {
    #expect(try judge(PrecertificateHasNoTimestamps(), subject(.evcp)) == .doesNotApply)
  }
}
