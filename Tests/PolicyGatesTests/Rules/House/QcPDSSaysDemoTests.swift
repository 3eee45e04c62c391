import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcPDSSaysDemoTests {
  @Test func `passes: an address with the word`() throws {
    #expect(try judge(QcPDSSaysDemo(), subject(demo: true)) == .passes)
  }

  @Test func `fails: an address without it`() throws {
    #expect(
      try judge(
        QcPDSSaysDemo(),
        subject(demo: true) { $0.set(QCStatements([.pds([QCPDSLocation(url: "https://a.example", language: "en")])])) })
        == .fails([
          "extensions.qcStatements.qcPDS is https://a.example, must be addresses with the word demo, as "
            + "the configuration says demo"
        ]))
  }

  @Test func `does not apply: a configuration that is no demo`() throws {
    #expect(
      try judge(
        QcPDSSaysDemo(),
        subject { $0.set(QCStatements([.pds([QCPDSLocation(url: "https://a.example", language: "en")])])) })
        == .doesNotApply)
  }
}
