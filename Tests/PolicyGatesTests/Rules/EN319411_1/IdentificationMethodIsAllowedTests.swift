import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct IdentificationMethodIsAllowedTests {
  @Test func `passes: in person`() throws {
    #expect(try judge(IdentificationMethodIsAllowed(), process()) == .passes)
  }

  @Test func `fails: unknown to the practice statement`() throws {
    #expect(
      try judge(IdentificationMethodIsAllowed(), process { $0.application.registration?.method = "hearsay" })
        == .fails(["application.registration.method is hearsay, must be a method of the practice statement"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(IdentificationMethodIsAllowed(), process { $0.application.registration?.method = nil })
        == .fails(["application.registration.method is absent, must be a method of the practice statement"]))
  }

  @Test func `fails: given up since`() throws {
    #expect(
      try judge(
        IdentificationMethodIsAllowed(),
        process {
          $0.application.registration?.method = "old-video"
          $0.application.registration?.validatedAt = Sample.instant("2026-05-01")
        })
        == .fails([
          "application.registration.method is old-video, must be a method in force at the validation and at 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: a method for others`() throws {
    #expect(
      try judge(IdentificationMethodIsAllowed(), process(.qcpL) { $0.application.registration?.method = "video" })
        == .fails(["application.registration.method is video, must be a method for a legal person"]))
  }

  @Test func `does not apply: no registration, which another rule refuses`() throws {
    #expect(try judge(IdentificationMethodIsAllowed(), process { $0.application.registration = nil }) == .doesNotApply)
  }
}
