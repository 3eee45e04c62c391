import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PoisonIsCriticalTests {
  @Test func `passes: a precertificate`() throws {
    #expect(
      try judge(
        PoisonIsCritical(),
        subject(.evcp) {
          $0.remove(SignedCertificateTimestamps.self)
          $0.set(PrecertificatePoison(), critical: true)
        }) == .passes)
  }

  @Test func `fails: not critical`() throws {
    #expect(
      try judge(
        PoisonIsCritical(),
        subject(.evcp) {
          $0.remove(SignedCertificateTimestamps.self)
          $0.set(PrecertificatePoison())
        }) == .fails(["extensions.precertificatePoison is not critical, must be critical"]))
  }

  @Test func `does not apply: a certificate`() throws {
    #expect(try judge(PoisonIsCritical(), subject(.evcp)) == .doesNotApply)
  }
}
