import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TaxNumberIsTINTests {
  @Test func `passes: TIN`() throws {
    #expect(
      try judge(
        TaxNumberIsTIN(),
        subject {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) }
          $0.subject(.serialNumber, "TINEL-123456789")
        })
        == .passes)
  }

  @Test func `fails: TAX`() throws {
    #expect(
      try judge(
        TaxNumberIsTIN(),
        subject {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) }
          $0.subject(.serialNumber, "TAXDE-1")
        })
        == .fails(["subject.serialNumber is TAXDE-1, must be TIN in the place of TAX"]))
  }

  @Test func `does not apply: a certificate without semantics`() throws {
    #expect(
      try judge(TaxNumberIsTIN(), subject { $0.subject(.serialNumber, "TAXDE-1") })
        == .doesNotApply)
  }
}
