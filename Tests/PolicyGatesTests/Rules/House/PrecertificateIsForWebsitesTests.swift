import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PrecertificateIsForWebsitesTests {
  @Test func `passes: a person`() throws {
    #expect(try judge(PrecertificateIsForWebsites(), subject()) == .passes)
  }

  @Test func `fails: a poisoned seal`() throws {
    #expect(
      try judge(PrecertificateIsForWebsites(), subject(.qcpN) { $0.set(PrecertificatePoison(), critical: true) })
        == .fails(["extensions.precertificatePoison is present, must be absent but for websites"]))
  }

  @Test func `does not apply: a website`() throws {
    #expect(
      try judge(
        PrecertificateIsForWebsites(),
        subject(.evcp) {
          $0.remove(SignedCertificateTimestamps.self)
          $0.set(PrecertificatePoison(), critical: true)
        }) == .doesNotApply)
  }
}
