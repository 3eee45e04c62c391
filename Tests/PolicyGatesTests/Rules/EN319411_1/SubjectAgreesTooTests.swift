import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SubjectAgreesTooTests {
  @Test func `passes: both agree`() throws {
    #expect(
      try judge(
        SubjectAgreesToo(),
        process {
          $0.application.registration?.subscriberID = "C-9"
          $0.application.agreement?.subjectAgreement = Acceptance(
            act: "click", at: Sample.now, by: "S-1", record: "ACC-2")
        }) == .passes)
  }

  @Test func `fails: the subject did not`() throws {
    #expect(
      try judge(SubjectAgreesToo(), process { $0.application.registration?.subscriberID = "C-9" })
        == .fails(["application.agreement.subjectAgreement is absent, must be the subject's act, with at and record"]))
  }

  @Test func `fails: without evidence`() throws {
    #expect(
      try judge(
        SubjectAgreesToo(),
        process {
          $0.application.registration?.subscriberID = "C-9"
          $0.application.agreement?.subjectAgreement = Acceptance(act: "click")
        })
        == .fails([
          "application.agreement.subjectAgreement is without at or record, must be the subject's act, with at and record"
        ]))
  }

  @Test func `does not apply: one and the same`() throws {
    #expect(try judge(SubjectAgreesToo(), process()) == .doesNotApply)
  }

  @Test func `does not apply: a device`() throws {
    #expect(
      try judge(
        SubjectAgreesToo(),
        process(.ncp) {
          $0.application.registration?.subscriberID = "C-9"
          $0.application.registration?.subjectKind = .device
        }) == .doesNotApply)
  }
}
