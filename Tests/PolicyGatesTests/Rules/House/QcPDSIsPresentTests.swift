import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcPDSIsPresentTests {
  @Test func `passes: a PDS`() throws {
    #expect(try judge(QcPDSIsPresent(), subject()) == .passes)
  }

  @Test func `fails: no PDS`() throws {
    #expect(
      try judge(QcPDSIsPresent(), subject { $0.statements { $0.removeAll { $0.id == .qcPDS } } })
        == .fails(["extensions.qcStatements.qcPDS is absent, must be present"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(QcPDSIsPresent(), issuingCA()) == .doesNotApply)
  }
}
