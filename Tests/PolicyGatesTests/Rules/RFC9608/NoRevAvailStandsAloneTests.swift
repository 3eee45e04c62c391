import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NoRevAvailStandsAloneTests {
  @Test func `passes: noRevAvail alone`() throws {
    #expect(try judge(NoRevAvailStandsAlone(), shortTerm()) == .passes)
  }

  @Test func `fails: noRevAvail beside a distribution point`() throws {
    #expect(
      try judge(NoRevAvailStandsAlone(), subject { $0.set(NoRevAvail()) })
        == .fails([
          "extensions.cRLDistributionPoints is present beside noRevAvail, must be no pointer to revocation "
            + "status",
          "extensions.authorityInfoAccess is present beside noRevAvail, must be no pointer to revocation "
            + "status",
        ]))
  }

  @Test func `does not apply: no noRevAvail`() throws {
    #expect(try judge(NoRevAvailStandsAlone(), subject()) == .doesNotApply)
  }
}
