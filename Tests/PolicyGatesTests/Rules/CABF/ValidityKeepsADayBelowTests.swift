import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ValidityKeepsADayBelowTests {
  @Test func `passes: a day below`() throws {
    #expect(
      try judge(
        ValidityKeepsADayBelow(),
        subject(.evcp, at: Sample.instant("2026-11-20T12:00:00Z")) {
          $0.notBefore = Sample.time("2026-11-20T12:00:00Z")
          $0.notAfter = Sample.time("2027-06-07T11:59:59Z")
        }) == .passes)
  }

  @Test func `passes: over it, as another rule refuses that`() throws {
    #expect(
      try judge(
        ValidityKeepsADayBelow(),
        subject(.evcp, at: Sample.instant("2026-11-20T12:00:00Z")) {
          $0.notBefore = Sample.time("2026-11-20T12:00:00Z")
          $0.notAfter = Sample.time("2027-06-09T11:59:59Z")
        }) == .passes)
  }

  @Test func `fails: at the limit`() throws {
    #expect(
      try judge(
        ValidityKeepsADayBelow(),
        subject(.evcp, at: Sample.instant("2026-11-20T12:00:00Z")) {
          $0.notBefore = Sample.time("2026-11-20T12:00:00Z")
          $0.notAfter = Sample.time("2027-06-08T11:59:59Z")
        }) == .fails(["validity is 17280000 seconds, must be at most 199 days"]))
  }

  @Test func `does not apply: a person`() throws {
    #expect(try judge(ValidityKeepsADayBelow(), subject()) == .doesNotApply)
  }
}
