import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct EVValidationIsRecentTests {
  @Test func `passes: validated 398 days ago`() throws {
    #expect(
      try judge(
        EVValidationIsRecent(),
        event(.initial, .evcp) {
          $0.process { $0.application.registration?.validatedAt = Sample.instant("2025-10-18T12:00:00Z") }
        }) == .passes)
  }

  @Test func `fails: validated more than 398 days ago`() throws {
    #expect(
      try judge(
        EVValidationIsRecent(),
        event(.initial, .qevcpW) {
          $0.process { $0.application.registration?.validatedAt = Sample.instant("2025-10-18T11:59:59Z") }
        })
        == .fails([
          "application.registration.validatedAt is 2025-10-18T11:59:59Z, must be at most 398 days before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `does not apply: OVCP`() throws {
    #expect(try judge(EVValidationIsRecent(), event(.initial, .ovcp)) == .doesNotApply)
  }
}
