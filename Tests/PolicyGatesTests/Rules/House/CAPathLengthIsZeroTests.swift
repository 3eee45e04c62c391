import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAPathLengthIsZeroTests {
  @Test func `passes: path length 0`() throws {
    #expect(try judge(CAPathLengthIsZero(), issuingCA()) == .passes)
  }

  @Test func `fails: no path length`() throws {
    #expect(
      try judge(CAPathLengthIsZero(), issuingCA { $0.set(BasicConstraints(isCA: true), critical: true) })
        == .fails(["extensions.basicConstraints is path length absent, must be path length 0"]))
  }

  @Test func `does not apply: a root`() throws {
    #expect(try judge(CAPathLengthIsZero(), rootCA()) == .doesNotApply)
  }
}
