import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAClaimsNoStatementTests {
  @Test func `passes: none`() throws {
    #expect(try judge(CAClaimsNoStatement(), issuingCA()) == .passes)
  }

  @Test func `fails: compliance`() throws {
    #expect(
      try judge(CAClaimsNoStatement(), issuingCA { $0.set(QCStatements([.compliance])) })
        == .fails(["extensions.qcStatements is present, must be absent from a CA certificate"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(CAClaimsNoStatement(), subject()) == .doesNotApply)
  }
}
