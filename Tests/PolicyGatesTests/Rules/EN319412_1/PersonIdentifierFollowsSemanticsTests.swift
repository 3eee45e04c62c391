import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PersonIdentifierFollowsSemanticsTests {
  @Test func `passes: an electronic identification of Sweden`() throws {
    #expect(
      try judge(
        PersonIdentifierFollowsSemantics(),
        subject {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) }
          $0.subject(.serialNumber, "EIDSE-197001011234")
        }) == .passes)
  }

  @Test(arguments: ["EIDSE-200007292386", "TINEL-123456789", "IDCXK-1", "PASUN-1"])
  func `passes: new types and codes`(identifier: String) throws {
    #expect(try outcome(identifier) == .passes)
  }

  @Test(arguments: ["PNOEL-1", "PNOZZ-1", "PNODE", "VATDE-1", "pnode-1"])
  func `fails: other types and codes`(identifier: String) throws {
    #expect(
      try outcome(identifier)
        == .fails(["subject.serialNumber is \(identifier), must be \(IdentifierForm.natural.required)"]))
  }

  @Test func `fails: no type`() throws {
    #expect(
      try judge(
        PersonIdentifierFollowsSemantics(),
        subject {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) }
          $0.subject(.serialNumber, "197001011234")
        })
        == .fails([
          "subject.serialNumber is 197001011234, must be PAS, IDC, PNO, TAX, TIN, EID or two letters and a "
            + "colon, then country, hyphen and reference"
        ]))
  }

  @Test func `does not apply: a certificate without semantics`() throws {
    #expect(
      try judge(PersonIdentifierFollowsSemantics(), subject { $0.subject(.serialNumber, "197001011234") })
        == .doesNotApply)
  }

  private func outcome(_ identifier: String) throws -> Outcome {
    try judge(
      PersonIdentifierFollowsSemantics(),
      subject {
        $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) }
        $0.subject(.serialNumber, identifier)
      })
  }
}
