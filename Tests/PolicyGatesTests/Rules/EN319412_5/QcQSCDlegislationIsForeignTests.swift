import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcQSCDlegislationIsForeignTests {
  @Test func `passes: Switzerland`() throws {
    #expect(
      try judge(QcQSCDlegislationIsForeign(), subject { $0.statements { $0.append(.qscdLegislation(["CH"])) } })
        == .passes)
  }

  @Test func `fails: Germany`() throws {
    #expect(
      try judge(QcQSCDlegislationIsForeign(), subject { $0.statements { $0.append(.qscdLegislation(["DE"])) } })
        == .fails(["extensions.qcStatements.qcQSCDlegislation is DE, must be no state of the EU or EEA, nor EU"]))
  }

  @Test func `does not apply: no statements`() throws {
    #expect(try judge(QcQSCDlegislationIsForeign(), rootCA()) == .doesNotApply)
  }
}
