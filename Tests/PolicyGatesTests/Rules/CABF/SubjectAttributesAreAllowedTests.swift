import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesAreAllowedTests {
  @Test func `passes: the sample of dvcp`() throws {
    #expect(try judge(SubjectAttributesAreAllowed(), subject(.dvcp)) == .passes)
  }

  @Test func `passes: the sample of ivcp`() throws {
    #expect(try judge(SubjectAttributesAreAllowed(), subject(.ivcp)) == .passes)
  }

  @Test func `passes: the sample of ovcp`() throws {
    #expect(try judge(SubjectAttributesAreAllowed(), subject(.ovcp)) == .passes)
  }

  @Test func `passes: the sample of evcp`() throws {
    #expect(try judge(SubjectAttributesAreAllowed(), subject(.evcp)) == .passes)
  }

  @Test func `fails: a domain with an organisation`() throws {
    #expect(
      try judge(SubjectAttributesAreAllowed(), subject(.dvcp) { $0.subject(.organizationName, "Example GmbH") })
        == .fails(["subject.organizationName is present, must be absent from a subject of this validation"]))
  }

  @Test func `fails: an organisation with a surname`() throws {
    #expect(
      try judge(SubjectAttributesAreAllowed(), subject(.ovcp) { $0.subject(.surname, "Mustermann") })
        == .fails(["subject.surname is present, must be absent from a subject of this validation"]))
  }

  @Test func `fails: extended validation with a title`() throws {
    #expect(
      try judge(SubjectAttributesAreAllowed(), subject(.qevcpW) { $0.subject(.title, "Dr.") })
        == .fails(["subject.title is present, must be absent from a subject of this validation"]))
  }

  @Test func `fails: extended validation with an attribute that nobody knows`() throws {
    #expect(
      try judge(
        SubjectAttributesAreAllowed(),
        subject(.evcp) { $0.subject.append(Sample.attribute(ObjectIdentifier(1, 2, 3), "x")) })
        == .fails(["subject.1.2.3 is present, must be absent from a subject of this validation"]))
  }

  @Test func `does not apply: QNCP-w of neither kind`() throws {
    #expect(
      try judge(SubjectAttributesAreAllowed(), subject(.qncpW) { $0.policies("0.4.0.194112.1.5") }) == .doesNotApply)
  }
}
