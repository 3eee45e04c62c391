import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct BasicConstraintsAreCriticalTests {
  @Test func `passes: critical`() throws {
    #expect(
      try judge(BasicConstraintsAreCritical(), subject(.dvcp) { $0.set(BasicConstraints(isCA: false), critical: true) })
        == .passes)
  }

  @Test func `fails: not critical`() throws {
    #expect(
      try judge(BasicConstraintsAreCritical(), subject(.dvcp) { $0.set(BasicConstraints(isCA: false)) })
        == .fails(["extensions.basicConstraints is not critical, must be critical"]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(try judge(BasicConstraintsAreCritical(), subject(.dvcp)) == .doesNotApply)
  }
}
