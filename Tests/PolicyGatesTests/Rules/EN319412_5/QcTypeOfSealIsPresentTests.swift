import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcTypeOfSealIsPresentTests {
  @Test func `passes: a type`() throws {
    #expect(
      try judge(QcTypeOfSealIsPresent(), subject(.qcpLQSCD))
        == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(QcTypeOfSealIsPresent(), subject(.qcpL) { $0.statements { $0.removeAll { $0.id == .qcType } } })
        == .fails(["extensions.qcStatements.qcType is absent, must be present"]))
  }

  @Test func `does not apply: a policy for signatures`() throws {
    #expect(
      try judge(QcTypeOfSealIsPresent(), subject())
        == .doesNotApply)
  }
}
