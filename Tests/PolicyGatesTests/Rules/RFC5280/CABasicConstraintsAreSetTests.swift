import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CABasicConstraintsAreSetTests {
  @Test func `passes: cA true, critical`() throws {
    #expect(try judge(CABasicConstraintsAreSet(), issuingCA()) == .passes)
  }

  @Test func `fails: not critical`() throws {
    #expect(
      try judge(CABasicConstraintsAreSet(), issuingCA { $0.set(BasicConstraints(isCA: true, pathLength: 0)) })
        == .fails(["extensions.basicConstraints is cA true, critical false, must be cA true, critical"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(CABasicConstraintsAreSet(), subject()) == .doesNotApply)
  }
}
