import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcPDSLanguageIsACodeTests {
  @Test func `passes: en`() throws {
    #expect(try judge(QcPDSLanguageIsACode(), subject()) == .passes)
  }

  @Test func `fails: a digit`() throws {
    #expect(
      try judge(
        QcPDSLanguageIsACode(),
        subject { $0.set(QCStatements([.pds([QCPDSLocation(url: "https://demo.example/pds", language: "e1")])])) })
        == .fails(["extensions.qcStatements.qcPDS is e1, must be two letters of ISO 639-1"]))
  }

  @Test func `does not apply: no PDS`() throws {
    #expect(try judge(QcPDSLanguageIsACode(), rootCA()) == .doesNotApply)
  }
}
