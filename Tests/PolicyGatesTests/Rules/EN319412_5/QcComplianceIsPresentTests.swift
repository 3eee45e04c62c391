import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcComplianceIsPresentTests {
  @Test func `passes: the statement`() throws {
    #expect(try judge(QcComplianceIsPresent(), subject()) == .passes)
  }

  @Test func `fails: no statements at all`() throws {
    #expect(
      try judge(QcComplianceIsPresent(), subject { $0.remove(QCStatements.self) })
        == .fails(["extensions.qcStatements.qcCompliance is absent, must be present"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(QcComplianceIsPresent(), issuingCA()) == .doesNotApply)
  }
}
