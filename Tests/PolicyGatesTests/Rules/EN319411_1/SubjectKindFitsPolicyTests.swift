import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SubjectKindFitsPolicyTests {
  @Test func `passes: a natural person under QCP-n-qscd`() throws {
    #expect(try judge(SubjectKindFitsPolicy(), process()) == .passes)
  }

  @Test func `passes: a device under NCP`() throws {
    #expect(
      try judge(SubjectKindFitsPolicy(), process(.ncp) { $0.application.registration?.subjectKind = .device })
        == .passes)
  }

  @Test func `fails: a legal person under QCP-n-qscd`() throws {
    #expect(
      try judge(SubjectKindFitsPolicy(), process { $0.application.registration?.subjectKind = .legalPerson })
        == .fails(["application.registration.subjectKind is legal person, must be natural person"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(SubjectKindFitsPolicy(), process(.qcpL) { $0.application.registration?.subjectKind = nil })
        == .fails(["application.registration.subjectKind is absent, must be legal person"]))
  }

  @Test func `fails: a person under a policy for websites`() throws {
    #expect(
      try judge(SubjectKindFitsPolicy(), process(.evcp) { $0.application.registration?.subjectKind = .legalPerson })
        == .fails(["application.registration.subjectKind is legal person, must be website"]))
  }

  @Test func `does not apply: no registration, which another rule refuses`() throws {
    #expect(try judge(SubjectKindFitsPolicy(), process { $0.application.registration = nil }) == .doesNotApply)
  }
}
