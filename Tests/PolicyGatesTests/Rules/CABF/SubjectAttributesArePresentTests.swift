import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesArePresentTests {
  @Test func `passes: the sample of ivcp`() throws {
    #expect(try judge(SubjectAttributesArePresent(), subject(.ivcp)) == .passes)
  }

  @Test func `passes: the sample of ovcp`() throws {
    #expect(try judge(SubjectAttributesArePresent(), subject(.ovcp)) == .passes)
  }

  @Test func `passes: the sample of evcp`() throws {
    #expect(try judge(SubjectAttributesArePresent(), subject(.evcp)) == .passes)
  }

  @Test func `passes: the sample of qevcpW`() throws {
    #expect(try judge(SubjectAttributesArePresent(), subject(.qevcpW)) == .passes)
  }

  @Test func `passes: the sample of qncpW`() throws {
    #expect(try judge(SubjectAttributesArePresent(), subject(.qncpW)) == .passes)
  }

  @Test func `fails: an individual without given name`() throws {
    #expect(
      try judge(SubjectAttributesArePresent(), subject(.ivcp) { $0.subject(.givenName) })
        == .fails(["subject.givenName is absent, must be present"]))
  }

  @Test func `fails: an organisation without name`() throws {
    #expect(
      try judge(SubjectAttributesArePresent(), subject(.qncpW) { $0.subject(.organizationName) })
        == .fails(["subject.organizationName is absent, must be present"]))
  }

  @Test func `fails: extended validation without any`() throws {
    #expect(
      try judge(SubjectAttributesArePresent(), subject(.evcp) { $0.subject = [] })
        == .fails([
          "subject.countryName is absent, must be present", "subject.organizationName is absent, must be present",
          "subject.businessCategory is absent, must be present",
          "subject.jurisdictionCountry is absent, must be present", "subject.serialNumber is absent, must be present",
        ]))
  }

  @Test func `does not apply: a domain alone`() throws {
    #expect(try judge(SubjectAttributesArePresent(), subject(.dvcp)) == .doesNotApply)
  }
}
