import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct JurisdictionIsCompleteTests {
  @Test func `passes: both`() throws {
    #expect(
      try judge(
        JurisdictionIsComplete(),
        subject(.evcp) {
          $0.subject(.jurisdictionLocality, "Frankfurt")
          $0.subject(.jurisdictionStateOrProvince, "Hessen")
        }) == .passes)
  }

  @Test func `fails: a place alone`() throws {
    #expect(
      try judge(JurisdictionIsComplete(), subject(.evcp) { $0.subject(.jurisdictionLocality, "Frankfurt") })
        == .fails(["subject.jurisdictionStateOrProvince is absent beside jurisdictionLocality, must be present"]))
  }

  @Test func `does not apply: the country alone`() throws {
    #expect(try judge(JurisdictionIsComplete(), subject(.evcp)) == .doesNotApply)
  }
}
