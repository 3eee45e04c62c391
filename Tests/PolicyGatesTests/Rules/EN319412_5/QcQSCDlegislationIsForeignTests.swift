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

  @Test(arguments: ["DE", "EU", "EL", "de", "ZZ"])
  func `fails: a member state, the Union, and no country`(code: String) throws {
    #expect(
      try judge(QcQSCDlegislationIsForeign(), subject { $0.statements { $0.append(.qscdLegislation([code])) } })
        == .fails(["extensions.qcStatements.qcQSCDlegislation is \(code), must be a country outside EU and EEA"]))
  }

  @Test func `does not apply: no statements`() throws {
    #expect(try judge(QcQSCDlegislationIsForeign(), rootCA()) == .doesNotApply)
  }
}
