import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct LegalPersonIsNamedTests {
  @Test func `passes: an organisation's names`() throws {
    #expect(
      try judge(LegalPersonIsNamed(), subject(.qcpL))
        == .passes)
  }

  @Test func `passes: an organisation under a general policy`() throws {
    #expect(
      try judge(LegalPersonIsNamed(), subject(.ncp, as: .legalPerson))
        == .passes)
  }

  @Test func `fails: a person under the policy for seals`() throws {
    #expect(
      try judge(LegalPersonIsNamed(), subject(.qcpLQSCD) { $0.subject = Sample.personName })
        == .fails([
          "subject.organizationName is absent, must be present",
          "subject.organizationIdentifier is absent, must be present",
        ]))
  }

  @Test func `fails: no country and no common name`() throws {
    #expect(
      try judge(
        LegalPersonIsNamed(),
        subject(.lcp, as: .legalPerson) {
          $0.subject(.countryName)
          $0.subject(.commonName)
        })
        == .fails(["subject.countryName is absent, must be present", "subject.commonName is absent, must be present"]))
  }

  @Test func `does not apply: a subject whose kind nobody declared`() throws {
    #expect(
      try judge(LegalPersonIsNamed(), subject(.ncp) { $0.subject = [] })
        == .doesNotApply)
  }

  @Test func `does not apply: a natural person`() throws {
    #expect(
      try judge(LegalPersonIsNamed(), subject(.qcpN))
        == .doesNotApply)
  }
}
