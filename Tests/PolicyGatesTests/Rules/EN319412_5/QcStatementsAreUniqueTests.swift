import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcStatementsAreUniqueTests {
  @Test func `passes: each once`() throws {
    #expect(try judge(QcStatementsAreUnique(), subject()) == .passes)
  }

  @Test func `fails: compliance twice`() throws {
    #expect(
      try judge(QcStatementsAreUnique(), subject { $0.statements { $0.append(.compliance) } })
        == .fails(["extensions.qcStatements is 0.4.0.1862.1.1 more than once, must be each statement once"]))
  }

  @Test func `does not apply: no statements`() throws {
    #expect(try judge(QcStatementsAreUnique(), rootCA()) == .doesNotApply)
  }
}
