import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PrecertificateIsPoisonedTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(PrecertificateIsPoisoned(), pair(.evcp)) == .passes)
  }

  @Test func `fails: no poison`() throws {
    #expect(
      try judge(PrecertificateIsPoisoned(), pair(.evcp) { $0.precertificate { $0.remove(PrecertificatePoison.self) } })
        == .fails(["precertificate.extensions.precertificatePoison is absent, must be critical, NULL"]))
  }

  @Test func `fails: a poison that is not critical`() throws {
    #expect(
      try judge(PrecertificateIsPoisoned(), pair(.evcp) { $0.precertificate { $0.set(PrecertificatePoison()) } })
        == .fails([
          "precertificate.extensions.precertificatePoison is not critical, or not NULL, must be critical, NULL"
        ]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(try judge(PrecertificateIsPoisoned(), pair(.evcp) { $0.precertified = false }) == .doesNotApply)
  }
}
