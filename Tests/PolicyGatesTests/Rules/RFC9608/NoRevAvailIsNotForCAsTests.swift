import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NoRevAvailIsNotForCAsTests {
  @Test func `passes: a CA without`() throws {
    #expect(try judge(NoRevAvailIsNotForCAs(), issuingCA()) == .passes)
  }

  @Test func `fails: a CA with noRevAvail`() throws {
    #expect(
      try judge(NoRevAvailIsNotForCAs(), issuingCA { $0.set(NoRevAvail()) })
        == .fails(["extensions.noRevAvail is present, must be absent"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(NoRevAvailIsNotForCAs(), shortTerm()) == .doesNotApply)
  }
}
