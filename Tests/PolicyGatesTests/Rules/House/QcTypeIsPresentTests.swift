import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcTypeIsPresentTests {
  @Test func `passes: esign`() throws {
    #expect(try judge(QcTypeIsPresent(), subject()) == .passes)
  }

  @Test func `fails: no type`() throws {
    #expect(
      try judge(QcTypeIsPresent(), subject { $0.statements { $0.removeAll { $0.id == .qcType } } })
        == .fails(["extensions.qcStatements.qcType is absent, must be present"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(QcTypeIsPresent(), issuingCA()) == .doesNotApply)
  }
}
