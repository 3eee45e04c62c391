import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcPDSUsesHTTPSTests {
  @Test func `passes: an https address`() throws {
    #expect(try judge(QcPDSUsesHTTPS(), subject()) == .passes)
  }

  @Test func `fails: an http address`() throws {
    #expect(
      try judge(
        QcPDSUsesHTTPS(),
        subject { $0.set(QCStatements([.pds([QCPDSLocation(url: "http://demo.example/pds", language: "en")])])) })
        == .fails(["extensions.qcStatements.qcPDS is http://demo.example/pds, must be an https address"]))
  }

  @Test func `does not apply: no PDS`() throws {
    #expect(try judge(QcPDSUsesHTTPS(), rootCA()) == .doesNotApply)
  }
}
