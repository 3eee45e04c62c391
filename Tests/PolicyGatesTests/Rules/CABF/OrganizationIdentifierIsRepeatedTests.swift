import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OrganizationIdentifierIsRepeatedTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(OrganizationIdentifierIsRepeated(), subject(.evcp)) == .passes)
  }

  @Test func `fails: the attribute alone`() throws {
    #expect(
      try judge(OrganizationIdentifierIsRepeated(), subject(.evcp) { $0.remove(CABFOrganizationIdentifier.self) })
        == .fails(["extensions.cabfOrganizationIdentifier is absent, must be NTRDE-HRB123456, as in the subject"]))
  }

  @Test func `fails: another number`() throws {
    #expect(
      try judge(
        OrganizationIdentifierIsRepeated(),
        subject(.evcp) { $0.set(CABFOrganizationIdentifier(scheme: "NTR", country: "DE", reference: "HRB1")) })
        == .fails(["extensions.cabfOrganizationIdentifier is NTRDE-HRB1, must be NTRDE-HRB123456, as in the subject"]))
  }

  @Test func `fails: the extension alone`() throws {
    #expect(
      try judge(OrganizationIdentifierIsRepeated(), subject(.qevcpW) { $0.subject(.organizationIdentifier) })
        == .fails(["extensions.cabfOrganizationIdentifier is NTRDE-HRB123456, must be absent, as the subject has none"])
    )
  }

  @Test func `does not apply: neither`() throws {
    #expect(
      try judge(
        OrganizationIdentifierIsRepeated(),
        subject(.evcp) {
          $0.subject(.organizationIdentifier)
          $0.remove(CABFOrganizationIdentifier.self)
        }) == .doesNotApply)
  }
}
