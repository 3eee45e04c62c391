import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OrganizationIdentifierFollowsSemanticsTests {
  @Test(arguments: [
    "NTRDE+HE-123456", "EORSE-5561234567", "EXCSE-1", "VATEL-123456789", "VATXI-1", "LEIXG-529900T8BM49AURSDO55",
    "PSDDE-BAFIN-123456", "NTRXK-1",
  ])
  func `passes: a register of a subdivision, and others`(identifier: String) throws {
    #expect(try outcome(identifier) == .passes)
  }

  @Test(arguments: [
    "LEIDE-529900T8BM49AURSDO55", "LEIXG-529900T8BM49AURSDO56", "LEIXG-529900T8BM49AURSDO5", "NTRZZ-1", "NTREL-1",
    "NTRDE+HESSEN-1", "EORSE", "VATSE-", "VAT SE-1", "PSDDE-B-1", "PSDDE-BAFIN", "FOOSE-1",
  ])
  func `fails: an LEI of one country, and others`(identifier: String) throws {
    #expect(
      try outcome(identifier)
        == .fails([
          "subject.organizationIdentifier is \(identifier), must be \(IdentifierForm.legal.required)"
        ]))
  }

  @Test func `does not apply: a certificate without semantics`() throws {
    #expect(
      try judge(OrganizationIdentifierFollowsSemantics(), subject { $0.subject(.organizationIdentifier, "123") })
        == .doesNotApply)
  }

  private func outcome(_ identifier: String) throws -> Outcome {
    try judge(
      OrganizationIdentifierFollowsSemantics(),
      subject {
        $0.statements { $0.append(.semantics(QCSemantics(identifier: .legal))) }
        $0.subject(.organizationIdentifier, identifier)
      })
  }
}
