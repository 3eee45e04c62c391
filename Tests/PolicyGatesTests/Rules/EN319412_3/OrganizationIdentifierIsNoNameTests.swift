import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OrganizationIdentifierIsNoNameTests {
  @Test func `passes: a number of a register`() throws {
    #expect(
      try judge(OrganizationIdentifierIsNoName(), subject(.qcpL))
        == .passes)
  }

  @Test func `fails: the name again`() throws {
    #expect(
      try judge(
        OrganizationIdentifierIsNoName(),
        subject(.ncp, as: .legalPerson) { $0.subject(.organizationIdentifier, "Example Works GmbH") })
        == .fails(["subject.organizationIdentifier is Example Works GmbH, must be another text than organizationName"]))
  }

  @Test func `does not apply: a natural person`() throws {
    #expect(
      try judge(OrganizationIdentifierIsNoName(), subject(.qcpN))
        == .doesNotApply)
  }
}
