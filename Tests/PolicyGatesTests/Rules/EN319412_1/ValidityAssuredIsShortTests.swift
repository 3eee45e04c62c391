import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ValidityAssuredIsShortTests {
  @Test func `passes: 23 hours`() throws {
    #expect(try judge(ValidityAssuredIsShort(), shortTerm()) == .passes)
  }

  @Test func `fails: a day to the second`() throws {
    #expect(
      try judge(ValidityAssuredIsShort(), shortTerm { $0.notAfter = Sample.time("2026-11-21T11:59:59Z") })
        == .fails([
          "extensions.validityAssuredShortTerm is valid from 2026-11-20T12:00:00Z to 2026-11-21T11:59:59Z, "
            + "must be a validity shorter than 24 hours"
        ]))
  }

  @Test func `does not apply: no such extension`() throws {
    #expect(try judge(ValidityAssuredIsShort(), subject()) == .doesNotApply)
  }
}
