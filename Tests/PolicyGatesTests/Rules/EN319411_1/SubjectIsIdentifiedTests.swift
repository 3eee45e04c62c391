import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SubjectIsIdentifiedTests {
  @Test func `passes: both are named`() throws {
    #expect(try judge(SubjectIsIdentified(), process()) == .passes)
  }

  @Test func `fails: the subscriber is not`() throws {
    #expect(
      try judge(SubjectIsIdentified(), process { $0.application.registration?.subscriberID = nil })
        == .fails(["application.registration.subscriberId is absent, must be the TSP's own identifier"]))
  }

  @Test func `fails: an empty identifier names nobody`() throws {
    #expect(
      try judge(SubjectIsIdentified(), process { $0.application.registration?.subjectID = "" })
        == .fails(["application.registration.subjectId is absent, must be the TSP's own identifier"]))
  }

  @Test func `does not apply: no registration, which another rule refuses`() throws {
    #expect(try judge(SubjectIsIdentified(), process { $0.application.registration = nil }) == .doesNotApply)
  }
}
