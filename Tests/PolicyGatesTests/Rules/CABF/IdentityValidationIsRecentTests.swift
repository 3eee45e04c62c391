import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IdentityValidationIsRecentTests {
  @Test func `passes: validated yesterday`() throws {
    #expect(try judge(IdentityValidationIsRecent(), event(.initial, .ovcp)) == .passes)
  }

  @Test func `passes: 825 days ago before 2026-03-15`() throws {
    #expect(
      try judge(
        IdentityValidationIsRecent(),
        event(.initial, .ovcp) {
          $0.now = Sample.instant("2026-03-14")
          $0.process { $0.application.registration?.validatedAt = Sample.instant("2023-12-10") }
        }) == .passes)
  }

  @Test func `fails: validated more than 398 days ago`() throws {
    #expect(
      try judge(
        IdentityValidationIsRecent(),
        event(.initial, .qncpW) {
          $0.process { $0.application.registration?.validatedAt = Sample.instant("2025-10-18T11:59:59Z") }
        })
        == .fails([
          "application.registration.validatedAt is 2025-10-18T11:59:59Z, must be at most 398 days before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `does not apply: DVCP, which names no organisation`() throws {
    #expect(try judge(IdentityValidationIsRecent(), event(.initial, .dvcp)) == .doesNotApply)
  }
}
