import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RegistrationIsRecordedTests {
  @Test func `passes: record and sources`() throws {
    #expect(try judge(RegistrationIsRecorded(), process()) == .passes)
  }

  @Test func `fails: no source`() throws {
    #expect(
      try judge(RegistrationIsRecorded(), process { $0.application.registration?.sources = [] })
        == .fails(["application.registration.sources is empty, must be what was looked at"]))
  }

  @Test func `fails: no record, a source without number`() throws {
    #expect(
      try judge(
        RegistrationIsRecorded(),
        process {
          $0.application.registration?.recordID = nil
          $0.application.registration?.sources[0].reference = nil
        })
        == .fails([
          "application.registration.recordId is absent, must be the registration record",
          "application.registration.sources[0].reference is absent, must be the reference number of the passport",
        ]))
  }

  @Test func `does not apply: no registration, which another rule refuses`() throws {
    #expect(try judge(RegistrationIsRecorded(), process { $0.application.registration = nil }) == .doesNotApply)
  }
}
