import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcPDSIsInEnglishTests {
  @Test func `passes: English`() throws {
    #expect(try judge(QcPDSIsInEnglish(), subject()) == .passes)
  }

  @Test func `fails: German alone`() throws {
    #expect(
      try judge(
        QcPDSIsInEnglish(),
        subject { $0.set(QCStatements([.pds([QCPDSLocation(url: "https://demo.example/pds", language: "de")])])) })
        == .fails(["extensions.qcStatements.qcPDS is de, must be en among the languages"]))
  }

  @Test func `does not apply: no PDS`() throws {
    #expect(try judge(QcPDSIsInEnglish(), rootCA()) == .doesNotApply)
  }
}
