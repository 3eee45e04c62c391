import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcSSCDIsPresentTests {
  @Test func `passes: the statement`() throws {
    #expect(try judge(QcSSCDIsPresent(), subject()) == .passes)
  }

  @Test func `fails: no statement`() throws {
    #expect(
      try judge(QcSSCDIsPresent(), subject { $0.statements { $0.removeAll { $0 == .sscd } } })
        == .fails(["extensions.qcStatements.qcSSCD is absent, must be present"]))
  }

  @Test func `does not apply: a policy without a QSCD`() throws {
    #expect(try judge(QcSSCDIsPresent(), subject(.qcpN)) == .doesNotApply)
  }
}
