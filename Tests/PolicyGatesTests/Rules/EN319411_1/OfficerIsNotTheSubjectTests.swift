import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct OfficerIsNotTheSubjectTests {
  @Test func `passes: another`() throws {
    #expect(try judge(OfficerIsNotTheSubject(), process()) == .passes)
  }

  @Test func `fails: the subject`() throws {
    #expect(
      try judge(OfficerIsNotTheSubject(), process { $0.application.registration?.officer = "S-1" })
        == .fails(["application.registration.officer is S-1, must be a registration officer other than the subject"]))
  }

  @Test func `fails: nobody`() throws {
    #expect(
      try judge(OfficerIsNotTheSubject(), process { $0.application.registration?.officer = nil })
        == .fails(["application.registration.officer is absent, must be a registration officer other than the subject"])
    )
  }

  @Test func `does not apply: no registration, which another rule refuses`() throws {
    #expect(try judge(OfficerIsNotTheSubject(), process { $0.application.registration = nil }) == .doesNotApply)
  }
}
