import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OrganizationIdentifierFollowsSemanticsTests {
  @Test func `passes: a register of a subdivision`() throws {
    #expect(
      try judge(
        OrganizationIdentifierFollowsSemantics(),
        subject {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .legal))) }
          $0.subject(.organizationIdentifier, "NTRDE+HE-123456")
        }) == .passes)
  }

  @Test func `fails: an LEI of one country`() throws {
    #expect(
      try judge(
        OrganizationIdentifierFollowsSemantics(),
        subject {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .legal))) }
          $0.subject(.organizationIdentifier, "LEIDE-5493001KJTIIGC8Y1R12")
        })
        == .fails([
          "subject.organizationIdentifier is LEIDE-5493001KJTIIGC8Y1R12, must be VAT, NTR, PSD, LEI, EOR, "
            + "EXC or two letters and a colon, then country, hyphen and reference"
        ]))
  }

  @Test func `does not apply: a certificate without semantics`() throws {
    #expect(
      try judge(OrganizationIdentifierFollowsSemantics(), subject { $0.subject(.organizationIdentifier, "123") })
        == .doesNotApply)
  }
}
