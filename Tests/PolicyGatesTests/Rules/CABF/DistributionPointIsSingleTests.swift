import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DistributionPointIsSingleTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(DistributionPointIsSingle(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: two`() throws {
    #expect(
      try judge(
        DistributionPointIsSingle(),
        subject(.dvcp) {
          $0.set(
            CRLDistributionPoints(["a", "b"].map { DistributionPoint(uri: "http://pki.example.com/\($0)") }))
        }) == .fails(["extensions.cRLDistributionPoints is 2 points, must be one"]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(
      try judge(DistributionPointIsSingle(), subject(.dvcp) { $0.remove(CRLDistributionPoints.self) }) == .doesNotApply)
  }
}
