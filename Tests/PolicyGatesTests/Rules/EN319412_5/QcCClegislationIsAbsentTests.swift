import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcCClegislationIsAbsentTests {
  @Test func `passes: no country's law`() throws {
    #expect(try judge(QcCClegislationIsAbsent(), subject()) == .passes)
  }

  @Test func `fails: the law of Switzerland`() throws {
    #expect(
      try judge(QcCClegislationIsAbsent(), subject { $0.statements { $0.append(.ccLegislation(["CH"])) } })
        == .fails([
          "extensions.qcStatements.qcCClegislation is present, must be absent from an EU qualified "
            + "certificate"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(QcCClegislationIsAbsent(), issuingCA()) == .doesNotApply)
  }
}
