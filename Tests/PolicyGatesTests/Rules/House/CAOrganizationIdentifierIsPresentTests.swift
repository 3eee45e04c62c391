import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAOrganizationIdentifierIsPresentTests {
  @Test func `passes: present`() throws {
    #expect(try judge(CAOrganizationIdentifierIsPresent(), issuingCA()) == .passes)
  }

  @Test func `fails: absent`() throws {
    #expect(
      try judge(
        CAOrganizationIdentifierIsPresent(), issuingCA { $0.subject.removeAll { $0.type == .organizationIdentifier } })
        == .fails(["subject.organizationIdentifier is absent, must be present if a registration number is known"]))
  }

  @Test func `does not apply: a root, whose own name is the issuer`() throws {
    #expect(try judge(CAOrganizationIdentifierIsPresent(), rootCA()) == .doesNotApply)
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(CAOrganizationIdentifierIsPresent(), subject()) == .doesNotApply)
  }
}
