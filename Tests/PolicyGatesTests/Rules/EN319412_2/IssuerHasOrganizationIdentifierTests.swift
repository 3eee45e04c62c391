import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerHasOrganizationIdentifierTests {
  @Test func `passes: a registration number`() throws {
    #expect(try judge(IssuerHasOrganizationIdentifier(), subject()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(
        IssuerHasOrganizationIdentifier(), subject { $0.issuer.removeAll { $0.type == .organizationIdentifier } })
        == .fails(["issuer.organizationIdentifier is absent, must be present if a registration number is known"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(IssuerHasOrganizationIdentifier(), sample) == .passes)
    }
  }
}
