import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesAreFewTests {
  @Test func `passes: the sample of dvcp`() throws {
    #expect(try judge(SubjectAttributesAreFew(), subject(.dvcp)) == .passes)
  }

  @Test func `passes: the sample of ivcp`() throws {
    #expect(try judge(SubjectAttributesAreFew(), subject(.ivcp)) == .passes)
  }

  @Test func `passes: the sample of ovcp`() throws {
    #expect(try judge(SubjectAttributesAreFew(), subject(.ovcp)) == .passes)
  }

  @Test func `passes: the sample of evcp`() throws {
    #expect(try judge(SubjectAttributesAreFew(), subject(.evcp)) == .passes)
  }

  @Test func `fails: a common name`() throws {
    #expect(
      try judge(SubjectAttributesAreFew(), subject(.evcp) { $0.subject(.commonName, "www.example.com") })
        == .fails(["subject.commonName is present, must be absent"]))
  }

  @Test func `fails: a street, named once`() throws {
    #expect(
      try judge(SubjectAttributesAreFew(), subject(.ovcp) { $0.subject(.streetAddress, "Weg 1", "Haus 2") })
        == .fails(["subject.streetAddress is present, must be absent"]))
  }

  @Test func `fails: an individual with an organisation`() throws {
    #expect(
      try judge(SubjectAttributesAreFew(), subject(.ivcp) { $0.subject(.organizationName, "Example GmbH") })
        == .fails(["subject.organizationName is present, must be absent"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SubjectAttributesAreFew(), subject(.qncpWGen)) == .doesNotApply)
  }
}
