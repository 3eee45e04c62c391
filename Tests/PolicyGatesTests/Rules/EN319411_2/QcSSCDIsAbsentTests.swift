import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcSSCDIsAbsentTests {
  @Test func `passes: no statement`() throws {
    #expect(try judge(QcSSCDIsAbsent(), subject(.qcpN)) == .passes)
  }

  @Test func `fails: the statement`() throws {
    #expect(
      try judge(QcSSCDIsAbsent(), subject(.qcpN) { $0.statements { $0.append(.sscd) } })
        == .fails(["extensions.qcStatements.qcSSCD is present, must be absent without a -qscd policy"]))
  }

  @Test func `does not apply: a policy with a QSCD`() throws {
    #expect(try judge(QcSSCDIsAbsent(), subject()) == .doesNotApply)
  }
}
