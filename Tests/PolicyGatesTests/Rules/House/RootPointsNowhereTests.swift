import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RootPointsNowhereTests {
  @Test func `passes: none`() throws {
    #expect(try judge(RootPointsNowhere(), rootCA()) == .passes)
  }

  @Test func `fails: addresses`() throws {
    #expect(
      try judge(RootPointsNowhere(), rootCA { $0.set(Sample.access) })
        == .fails(["extensions.authorityInfoAccess is present, must be absent from a root"]))
  }

  @Test func `does not apply: a CA below it`() throws {
    #expect(try judge(RootPointsNowhere(), issuingCA()) == .doesNotApply)
  }
}
