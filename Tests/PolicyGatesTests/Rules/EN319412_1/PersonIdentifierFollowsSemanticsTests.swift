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
}
