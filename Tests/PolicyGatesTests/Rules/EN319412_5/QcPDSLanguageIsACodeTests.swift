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

  @Test(arguments: ["e1", "zz"])
  func `fails: no language's code`(language: String) throws {
    #expect(
      try judge(
        QcPDSLanguageIsACode(),
        subject { $0.set(QCStatements([.pds([QCPDSLocation(url: "https://demo.example/pds", language: language)])])) })
        == .fails(["extensions.qcStatements.qcPDS is \(language), must be a code of ISO 639-1"]))
  }

  @Test func `does not apply: no PDS`() throws {
    #expect(try judge(QcPDSLanguageIsACode(), rootCA()) == .doesNotApply)
  }
}
