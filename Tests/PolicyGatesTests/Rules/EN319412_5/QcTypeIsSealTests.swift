import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcTypeIsSealTests {
  @Test func `passes: a seal`() throws {
    #expect(
      try judge(QcTypeIsSeal(), subject(.qcpL))
        == .passes)
  }

  @Test func `fails: a signature`() throws {
    #expect(
      try judge(
        QcTypeIsSeal(),
        subject(.qcpL) {
          $0.statements {
            $0.removeAll { $0.id == .qcType }; $0.append(.type([.qcTypeESign]))
          }
        })
        == .fails(["extensions.qcStatements.qcType is 0.4.0.1862.1.6.1, must be 0.4.0.1862.1.6.2 (eseal) alone"]))
  }

  @Test func `does not apply: a policy for signatures`() throws {
    #expect(
      try judge(QcTypeIsSeal(), subject())
        == .doesNotApply)
  }

  @Test func `does not apply: no statements`() throws {
    #expect(
      try judge(QcTypeIsSeal(), subject(.qcpL) { $0.remove(QCStatements.self) })
        == .doesNotApply)
  }
}
