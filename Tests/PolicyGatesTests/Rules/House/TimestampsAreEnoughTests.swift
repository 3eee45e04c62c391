import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampsAreEnoughTests {
  @Test func `passes: two for three months`() throws {
    #expect(try judge(TimestampsAreEnough(), subject(.evcp)) == .passes)
  }

  @Test func `fails: two for 181 days`() throws {
    #expect(
      try judge(TimestampsAreEnough(), subject(.evcp) { $0.notAfter = Sample.time("2027-05-20T11:59:59Z") })
        == .fails(["extensions.signedCertificateTimestamps is 2 logs, must be at least 3"]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(TimestampsAreEnough(), subject(.dvcp) { $0.remove(SignedCertificateTimestamps.self) })
        == .fails(["extensions.signedCertificateTimestamps is 0 logs, must be at least 2"]))
  }

  @Test func `does not apply: a precertificate`() throws {
    #expect(
      try judge(
        TimestampsAreEnough(),
        subject(.evcp) {
          $0.remove(SignedCertificateTimestamps.self)
          $0.set(PrecertificatePoison(), critical: true)
        }) == .doesNotApply)
  }
}
