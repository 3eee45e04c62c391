import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DomainValidationIsRecentTests {
  @Test func `passes: validated yesterday`() throws {
    #expect(try judge(DomainValidationIsRecent(), event(.initial, .dvcp)) == .passes)
  }

  @Test func `passes: validated 200 days ago`() throws {
    #expect(
      try judge(
        DomainValidationIsRecent(),
        event(.initial, .dvcp) {
          $0.process { $0.application.domains[0].validatedAt = Sample.instant("2026-05-04T12:00:00Z") }
        }) == .passes)
  }

  @Test func `fails: validated more than 200 days ago`() throws {
    #expect(
      try judge(
        DomainValidationIsRecent(),
        event(.initial, .evcp) {
          $0.process { $0.application.domains[0].validatedAt = Sample.instant("2026-05-04T11:59:59Z") }
        })
        == .fails([
          "application.domains.www.example.com.validatedAt is 2026-05-04T11:59:59Z, must be at most 200 days before "
            + "2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: more than 100 days ago in 2027`() throws {
    #expect(
      try judge(DomainValidationIsRecent(), event(.initial, .dvcp) { $0.now = Sample.instant("2027-03-15") })
        == .fails([
          "application.domains.www.example.com.validatedAt is 2026-11-19T10:00:00Z, must be at most 100 days before "
            + "2027-03-15T00:00:00Z"
        ]))
  }

  @Test func `fails: more than 10 days ago in 2029`() throws {
    #expect(
      try judge(
        DomainValidationIsRecent(),
        event(.initial, .dvcp) {
          $0.now = Sample.instant("2029-03-15")
          $0.process { $0.application.domains[0].validatedAt = Sample.instant("2029-03-04") }
        })
        == .fails([
          "application.domains.www.example.com.validatedAt is 2029-03-04T00:00:00Z, must be at most 10 days before "
            + "2029-03-15T00:00:00Z"
        ]))
  }

  @Test func `passes: 398 days ago before 2026-03-15`() throws {
    #expect(
      try judge(
        DomainValidationIsRecent(),
        event(.initial, .dvcp) {
          $0.now = Sample.instant("2026-03-14T23:59:59Z")
          $0.process { $0.application.domains[0].validatedAt = Sample.instant("2025-02-10") }
        }) == .passes)
  }

  @Test func `fails: no time, and a time in the future`() throws {
    #expect(
      try judge(
        DomainValidationIsRecent(),
        event(.initial, .ovcp) {
          $0.process {
            $0.application.domains[0].validatedAt = nil
            $0.application.domains.append(.sample("example.com"))
            $0.application.domains[1].validatedAt = Sample.instant("2026-11-21")
          }
        })
        == .fails([
          "application.domains.www.example.com.validatedAt is absent, must be a time",
          "application.domains.example.com.validatedAt is 2026-11-21T00:00:00Z, must be at most 200 days before 2026-11-20T12:00:00Z",
        ]))
  }

  @Test func `fails: no domain`() throws {
    #expect(
      try judge(DomainValidationIsRecent(), event(.initial, .ovcp) { $0.process { $0.application.domains = [] } })
        == .fails(["application.domains is none, must be the validation of each name"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(DomainValidationIsRecent(), event(.initial, .qncpWGen)) == .doesNotApply)
  }
}
