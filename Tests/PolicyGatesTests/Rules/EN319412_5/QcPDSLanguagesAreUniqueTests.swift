import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcPDSLanguagesAreUniqueTests {
  @Test func `passes: English and German`() throws {
    #expect(
      try judge(
        QcPDSLanguagesAreUnique(),
        subject {
          $0.set(
            QCStatements([
              .pds([
                QCPDSLocation(url: "https://a.example", language: "en"),
                QCPDSLocation(url: "https://b.example", language: "de"),
              ])
            ]))
        }) == .passes)
  }

  @Test func `fails: English twice`() throws {
    #expect(
      try judge(
        QcPDSLanguagesAreUnique(),
        subject {
          $0.set(
            QCStatements([
              .pds([
                QCPDSLocation(url: "https://a.example", language: "en"),
                QCPDSLocation(url: "https://b.example", language: "en"),
              ])
            ]))
        })
        == .fails(["extensions.qcStatements.qcPDS is en more than once, must be each language once"]))
  }

  @Test func `does not apply: no PDS`() throws {
    #expect(try judge(QcPDSLanguagesAreUnique(), rootCA()) == .doesNotApply)
  }
}
