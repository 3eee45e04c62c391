import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcStatementsAreWellFormedTests {
  @Test func `passes: statements of the right shape`() throws {
    #expect(try judge(QcStatementsAreWellFormed(), subject()) == .passes)
  }

  @Test func `fails: a type without an identifier`() throws {
    #expect(
      try judge(QcStatementsAreWellFormed(), subject { $0.statements { $0.append(.unknown(.qcType, info: nil)) } })
        == .fails([
          "extensions.qcStatements.0.4.0.1862.1.6 is QCStatement 0.4.0.1862.1.6: offset 0: found no "
            + "statementInfo, required one, must be the shape of its definition"
        ]))
  }

  @Test func `does not apply: no statements`() throws {
    #expect(try judge(QcStatementsAreWellFormed(), rootCA()) == .doesNotApply)
  }
}
