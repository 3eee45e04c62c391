import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcComplianceIsAbsentTests {
  @Test func `passes: another statement`() throws {
    #expect(
      try judge(
        QcComplianceIsAbsent(),
        subject(.ncp) { $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) } })
        == .passes)
  }

  @Test func `fails: the statement under a general policy`() throws {
    #expect(
      try judge(QcComplianceIsAbsent(), subject(.ncp) { $0.statements { $0.append(.compliance) } })
        == .fails(["extensions.qcStatements.qcCompliance is present, must be absent without a qualified policy"]))
  }

  @Test func `does not apply: a qualified policy`() throws {
    #expect(
      try judge(QcComplianceIsAbsent(), subject())
        == .doesNotApply)
  }

  @Test func `does not apply: no statements`() throws {
    #expect(
      try judge(QcComplianceIsAbsent(), subject(.ncp))
        == .doesNotApply)
  }
}
